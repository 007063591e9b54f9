package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A host's own poems, and an index that is kept. */
class HostPoemsTest {
  private static final String TOKEN = Jwts.of("reader");

  @TempDir Path folder;

  @Test
  void aFolderAsTemplesExportItIsServedBesideTheEmbeddedPoems() throws IOException {
    Path corpus = folder.resolve("corpus");
    poem(
        corpus.resolve("YueLao/yue_lao_1.json"),
        "{\"id\":1,\"title\":\"紅線\",\"poem\":\"一線牽，兩心同\"}");
    poem(corpus.resolve("YueLao/yue_lao_2.json"), "{broken");
    try (TestServer server = TestServer.start("TIDINGS_CORPUS", corpus.toString())) {
      JsonNode deities = server.get("/api/v1/deities", TOKEN).ok().path("deities");
      assertThat(deities.valueStream().map(deity -> deity.path("name").asString()))
          .contains("關聖帝君", "月下老人");
      JsonNode poem = server.get("/api/v1/poems/yue_lao/1", TOKEN).ok();
      assertThat(poem.path("poem").valueStream().map(JsonNode::asString))
          .containsExactly("一線牽", "兩心同");
      JsonNode came = server.get("/health", null).ok().path("corpus");
      assertThat(came.path("poems").asInt()).isEqualTo(261);
      assertThat(came.path("left_out").asInt()).isEqualTo(1);
    }
  }

  @Test
  void healthTellsHowQuestionsAreSearched() {
    try (TestServer server = TestServer.start()) {
      JsonNode health = server.get("/health", null).ok();
      assertThat(health.path("retrieval").asString()).isEqualTo("lexical");
      assertThat(health.has("embedded")).isFalse();
      assertThat(health.has("corpus")).isFalse();
    }
  }

  @Test
  void theIndexIsKeptInItsFolder() throws IOException {
    Path index = folder.resolve("index");
    for (int start = 0; start < 2; start++) {
      try (TestServer server = TestServer.start("TIDINGS_INDEX", index.toString())) {
        server.get("/api/v1/poems/guan_yu/40", TOKEN).ok();
      }
      assertThat(Files.exists(index.resolve("segments_1"))).isTrue();
      assertThat(Files.exists(index.resolve("segments_2"))).isFalse();
    }
  }

  private static void poem(Path file, String json) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, json);
  }
}
