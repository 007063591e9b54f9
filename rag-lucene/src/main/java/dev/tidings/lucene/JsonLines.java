package dev.tidings.lucene;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A source of entries in a file of JSON Lines in UTF-8, one a line, as {@code entries.schema.json}
 * beside this class says. The first line may name the format: {@code
 * {"format":"tidings-entries","version":1}}. Rows are read one by one, so the file may be larger
 * than the memory. It is immutable.
 */
public final class JsonLines implements EntrySource {
  private final Path file;
  private final @Nullable Consumer<ReadProblem> problems;

  private JsonLines(Path file, @Nullable Consumer<ReadProblem> problems) {
    this.file = file;
    this.problems = problems;
  }

  /** A file; a row that is wrong ends the reading, and an index that was there stays. */
  public static JsonLines of(Path file) {
    return new JsonLines(Objects.requireNonNull(file, "file"), null);
  }

  /** The same, but wrong rows are left out, and told. */
  public JsonLines leavingOut(Consumer<ReadProblem> told) {
    return new JsonLines(file, Objects.requireNonNull(told, "told"));
  }

  @Override
  public String fingerprint() throws IOException {
    MessageDigest digest = Digests.sha256();
    try (InputStream in = new DigestInputStream(open(), digest)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void forEach(Taker taker) throws IOException {
    try (Reader reader = new InputStreamReader(open(), StandardCharsets.UTF_8.newDecoder())) {
      BoundedLines lines = new BoundedLines(reader);
      int number = 1;
      while (take(lines, number, taker)) {
        number++;
      }
    } catch (CharacterCodingException e) {
      throw new IOException(file + " is not UTF-8; save the file as UTF-8", e);
    }
  }

  private InputStream open() throws IOException {
    try {
      return RegularFile.open(file);
    } catch (Unreadable wrong) {
      throw new IOException(problem("", wrong).toString(), wrong);
    }
  }

  /** Takes a line, and tells whether there was one. */
  private boolean take(BoundedLines lines, int number, Taker taker) throws IOException {
    Entry entry;
    try {
      String line = lines.next();
      if (line == null) {
        return false;
      }
      String row = number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line;
      entry = row.isBlank() ? null : EntryJson.parse(row, number == 1);
    } catch (Unreadable wrong) {
      ReadProblem problem = problem("line " + number, wrong);
      if (problems == null) {
        throw new IOException(problem.toString(), wrong);
      }
      problems.accept(problem);
      return true;
    }
    if (entry != null) {
      taker.take(entry);
    }
    return true;
  }

  private ReadProblem problem(String line, Unreadable wrong) {
    return new ReadProblem(
        ReadProblem.Effect.LEFT_OUT,
        file.toString(),
        (line + " " + wrong.place()).strip(),
        wrong.reason(),
        wrong.remedy());
  }
}
