package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonLinesTest {
  private static final String HEAD = "{\"format\":\"tidings-entries\",\"version\":1}";
  private static final String ROW =
      "{\"collection\":\"shop\",\"id\":\"a\",\"title\":\"T\",\"text\":[\"one\",\"two\"],"
          + "\"notes\":{\"en\":\"n\"},\"topics\":{\"orders\":{\"en\":\"o\"}},\"facts\":{\"f\":\"v\"}}";

  @TempDir Path folder;

  @Test
  void readsRowsWithAndWithoutTheFormatsName() throws IOException {
    Entry entry =
        new Entry(
            "shop",
            "a",
            "T",
            "one\ntwo",
            Map.of("en", "n"),
            Map.of("orders", Map.of("en", "o")),
            Map.of("f", "v"));

    assertThat(read(JsonLines.of(file(HEAD, "", ROW)))).containsExactly(entry);
    assertThat(read(JsonLines.of(file("\uFEFF" + ROW)))).containsExactly(entry);
    assertThat(read(JsonLines.of(file("{\"collection\":\"c\",\"id\":7,\"text\":\"t\",\"x\":1}"))))
        .containsExactly(Entry.of("c", "7", "", "t"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"collection\":\"shop\"} | id: is missing; give text",
        "{\"id\":\"a\",\"title\":\"t\"} | collection: is missing; give text",
        "{\"collection\":\"Shop\",\"id\":\"a\",\"title\":\"t\"} | must be lower-case letters",
        "{\"collection\":\"s\",\"id\":\"a\"} | has neither title nor text; give it one",
        "{\"collection\":\"s\",\"id\":\"a\",\"title\":1} | title: is no text; give text in double",
        "{\"collection\":\"s\",\"id\":\"a\",\"title\":\"t\",\"notes\":[]} | notes: is no object",
        "{\"collection\":\"s\",\"id\":\"a\",\"title\":\"t\",\"facts\":{\"a\":1}} | facts.a: is no text",
        "[] | is no JSON object; a line is one whole JSON object",
        "{ | is not valid JSON"
      })
  void namesTheFileTheLineAndTheRemedy(String row, String message) throws IOException {
    Path file = file(HEAD, row, ROW);

    assertThatIOException()
        .isThrownBy(() -> read(JsonLines.of(file)))
        .withMessageStartingWith(file + ", line 2")
        .withMessageContaining(message);
    List<ReadProblem> problems = new ArrayList<>();
    assertThat(read(JsonLines.of(file).leavingOut(problems::add))).hasSize(1);
    assertThat(problems).hasSize(1);
  }

  @Test
  void refusesAFormatItDoesNotKnow() throws IOException {
    Path file = file("{\"format\":\"tidings-entries\",\"version\":2}", ROW);

    assertThatIOException()
        .isThrownBy(() -> read(JsonLines.of(file)))
        .withMessageContaining("is tidings-entries version 2; give tidings-entries version 1");
  }

  @Test
  void theFingerprintIsOfTheContent() throws IOException {
    String one = JsonLines.of(file(ROW)).fingerprint();
    Path other = Files.writeString(folder.resolve("other"), Files.readString(file(ROW)));

    assertThat(JsonLines.of(other).fingerprint()).isEqualTo(one);
    assertThat(JsonLines.of(file(HEAD, ROW)).fingerprint()).isNotEqualTo(one);
  }

  @Test
  void theSchemaKnowsTheSameFields() throws IOException {
    try (InputStream in = Entry.class.getResourceAsStream("entries.schema.json")) {
      JsonNode schema = JsonMapper.shared().readTree(Objects.requireNonNull(in));
      JsonNode entry = schema.path("oneOf").path(1);
      assertThat(entry.path("properties").propertyNames())
          .containsExactlyInAnyOrder(
              "collection", "id", "title", "text", "notes", "topics", "facts");
      assertThat(entry.path("properties").path("collection").path("pattern").asString())
          .isEqualTo("^[a-z][a-z0-9_]{0,63}$");
    }
  }

  private static List<Entry> read(EntrySource source) throws IOException {
    List<Entry> entries = new ArrayList<>();
    source.forEach(entries::add);
    return entries;
  }

  private Path file(String... rows) throws IOException {
    return Files.writeString(folder.resolve("entries.jsonl"), String.join("\n", rows));
  }
}
