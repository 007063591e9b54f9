package dev.tidings.lucene;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where poems come from: the embedded ones, and JSON Lines files. It is immutable.
 *
 * <p>A corpus takes its files' bytes when it is made, and parses them only when an index is built
 * from it, so an index that is opened again costs a checksum. Errors in the rows therefore show
 * when {@link PoemIndex} is opened, as {@link PoemCorpusException}.
 *
 * <p>A line is one JSON object in UTF-8:
 *
 * <ul>
 *   <li>{@code deity_id}: lower-case ASCII letters, digits and underscores
 *   <li>{@code number}: an integer from 1
 *   <li>{@code title}: text
 *   <li>{@code poem}: a list of lines
 *   <li>{@code rank}, {@code stems}, {@code story}, {@code deity_name}: text, optional; a deity's
 *       name is needed on one row only, and the last one given counts
 *   <li>{@code themes}: an object of texts by language ({@code zh}, {@code en}, {@code ja}),
 *       optional, each of them too
 *   <li>{@code topics}: an object of notes by topic ({@code lawsuit}, {@code travel}), optional;
 *       each is an object of texts by language, with the words it rests on as {@code source}
 * </ul>
 *
 * <p>Other keys are passed over, blank lines and a byte order mark too. The same poem twice within
 * one corpus is an error, because one of them would be lost unseen; between corpora joined by
 * {@link #plus} the later one counts.
 */
public final class PoemCorpus {
  private static final String EMBEDDED_FOLDER = "corpus/";
  private static final List<String> EMBEDDED =
      List.of("guan_yu.jsonl", "guan_yin.jsonl", "mazu.jsonl");
  private static final int MOST_LOGGED = 20;

  /** They are held in memory, twice while they are read. */
  private static final int MOST_MIB = 64;

  /** Raised when the same bytes would make another index: another schema, other analysis. */
  private static final String INDEX_FORMAT = "2";

  private static final Logger LOG = LoggerFactory.getLogger(PoemCorpus.class);

  /** The corpora this one was joined from; a poem may be in more than one of them. */
  private final List<List<CorpusFile>> layers;

  private final List<ReadProblem> problems;

  private PoemCorpus(List<List<CorpusFile>> layers, List<ReadProblem> problems) {
    this.layers = List.copyOf(layers);
    this.problems = List.copyOf(problems);
  }

  /**
   * The poems that come with this module: the hundred of Guan Yu (關聖帝君), the hundred of Guan Yin
   * (觀音菩薩) and the sixty of Mazu (天上聖母).
   */
  public static PoemCorpus embedded() {
    return of(
        EMBEDDED.stream().map(name -> resource(EMBEDDED_FOLDER + name)).toArray(CorpusFile[]::new));
  }

  private static CorpusFile resource(String name) {
    try (InputStream in = PoemCorpus.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "resource dev/tidings/lucene/" + name + " is missing; repackage tidings-rag-lucene");
      }
      return new CorpusFile(name, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + name + " cannot be read", e);
    }
  }

  static PoemCorpus of(CorpusFile... files) {
    return new PoemCorpus(List.of(List.of(files)), List.of());
  }

  /**
   * The poems of a file, or of a folder: of the {@code .jsonl} files right inside, in the order of
   * their names, and of the folders right inside that have files of one poem each, as {@link
   * EntryFolder} reads them. What is wrong with one of the latter is logged, and is told by {@link
   * #problems}.
   *
   * @throws PoemCorpusException if the path does not exist, is a folder without any such file, or
   *     is or has a file of more than 64 MiB, or one that is not regular, such as a pipe
   * @throws IOException if a file cannot be read
   */
  public static PoemCorpus read(Path path) throws IOException {
    boolean exported = Files.isDirectory(path) && !EntryFolder.collections(path).isEmpty();
    List<CorpusFile> files = new ArrayList<>();
    for (Path file : filesOf(path, exported)) {
      files.add(new CorpusFile(file.toString(), bytes(file)));
    }
    PoemCorpus rows = new PoemCorpus(List.of(List.copyOf(files)), List.of());
    if (!exported) {
      return rows;
    }
    FolderReading reading = EntryFolder.of(path).read();
    reading.problems().stream().limit(MOST_LOGGED).forEach(problem -> LOG.warn("{}", problem));
    if (reading.problems().size() > MOST_LOGGED) {
      LOG.warn("{}: {} more problems", path, reading.problems().size() - MOST_LOGGED);
    }
    PoemCorpus poems = of(reading);
    return files.isEmpty() ? poems : poems.plus(rows);
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return RegularFile.bytes(file, MOST_MIB, "divide it, and give the folder of its parts");
    } catch (Unreadable wrong) {
      throw new PoemCorpusException(file + " " + wrong.reason() + "; " + wrong.remedy(), wrong);
    } catch (FileSystemException e) {
      throw new PoemCorpusException(
          file
              + " cannot be read ("
              + (e.getReason() == null ? e.getClass().getSimpleName() : e.getReason())
              + "); let this process read it, or give another",
          e);
    }
  }

  /**
   * The poems that were read from a folder: the entries whose ids are whole numbers.
   *
   * @throws PoemCorpusException if there is none
   */
  public static PoemCorpus of(FolderReading reading) throws PoemCorpusException {
    if (reading.entries().isEmpty()) {
      throw new PoemCorpusException(
          "no poem could be read"
              + reading.problems().stream().findFirst().map(first -> ": " + first).orElse(""),
          null);
    }
    StringBuilder rows = new StringBuilder();
    for (Entry entry : reading.entries()) {
      String name = reading.names().getOrDefault(entry.collection(), "");
      rows.append(CorpusRow.write(PoemEntries.poem(entry), name)).append('\n');
    }
    CorpusFile file =
        new CorpusFile("the folder's poems", rows.toString().getBytes(StandardCharsets.UTF_8));
    return new PoemCorpus(List.of(List.of(file)), reading.problems());
  }

  /** What was met while the folders of this corpus were read. */
  public List<ReadProblem> problems() {
    return problems;
  }

  /**
   * This corpus and another. A poem that both have (same deity and number) is the other's; how many
   * were replaced is logged when an index is built.
   */
  public PoemCorpus plus(PoemCorpus other) {
    List<List<CorpusFile>> joined = new ArrayList<>(layers);
    joined.addAll(other.layers);
    List<ReadProblem> met = new ArrayList<>(problems);
    met.addAll(other.problems);
    return new PoemCorpus(joined, met);
  }

  /**
   * Equal for corpora that make the same index: the files' bytes in their order, not their names.
   */
  String fingerprint() {
    MessageDigest digest = Digests.sha256();
    digest.update(INDEX_FORMAT.getBytes(StandardCharsets.UTF_8));
    for (List<CorpusFile> layer : layers) {
      digest.update(length(layer.size()));
      for (CorpusFile file : layer) {
        ByteBuffer bytes = file.bytes();
        digest.update(length(bytes.remaining()));
        digest.update(bytes);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether these are the embedded poems and no others. */
  boolean isEmbedded() {
    return layers.size() == 1
        && layers.get(0).stream().allMatch(file -> file.name().startsWith(EMBEDDED_FOLDER));
  }

  /** Tells apart what a build may have mixed up; much cheaper than the fingerprint. */
  long checksum() {
    CRC32 checksum = new CRC32();
    layers.forEach(files -> files.forEach(file -> checksum.update(file.bytes())));
    return checksum.getValue();
  }

  /** Reads all rows. */
  PoemSets parse() throws PoemCorpusException {
    PoemSets.Gatherer gatherer = new PoemSets.Gatherer();
    for (List<CorpusFile> layer : layers) {
      gatherer.beginLayer();
      for (CorpusFile file : layer) {
        file.forEachRow(gatherer);
      }
    }
    if (gatherer.isEmpty()) {
      throw new PoemCorpusException(
          "no poem in " + names() + "; give at least one line with a poem", null);
    }
    return gatherer.gathered();
  }

  private List<String> names() {
    return layers.stream().flatMap(List::stream).map(CorpusFile::name).toList();
  }

  private static List<Path> filesOf(Path path, boolean exported) throws IOException {
    if (!Files.exists(path)) {
      throw new PoemCorpusException(
          path + " does not exist; give a .jsonl file or a folder of them", null);
    }
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> entries = Files.list(path)) {
      List<Path> files =
          entries
              .filter(file -> file.toString().endsWith(".jsonl") && !Files.isDirectory(file))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
      if (files.isEmpty() && !exported) {
        throw new PoemCorpusException(
            "folder "
                + path
                + " has no .jsonl file, and no folder of .json files; put the poems there or give"
                + " another",
            null);
      }
      return files;
    }
  }

  private static byte[] length(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }
}
