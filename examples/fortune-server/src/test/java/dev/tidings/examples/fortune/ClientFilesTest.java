package dev.tidings.examples.fortune;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The client code that the server gives out. */
class ClientFilesTest {
  private static final Path CLIENTS = Path.of("..", "clients");
  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "tidings-client.js, text/javascript",
    "use-enhanced-progress.js, text/javascript",
    "tidings-client.d.ts, text/plain",
    "use-enhanced-progress.d.ts, text/plain"
  })
  void isServedAsItIsToAnybody(String file, String type) throws Exception {
    Answer answer = server.get("/clients/" + file, null);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith(type);
    assertThat(answer.text()).isEqualTo(Files.readString(CLIENTS.resolve(file), UTF_8));
  }

  @Test
  void nothingElseOfItsFolderIs() {
    for (String file : new String[] {"package.json", "test/contract.js", "", "none.js"}) {
      server.get("/clients/" + file, null).refusedAs(404, "not_found");
    }
  }

  @Test
  void pageMadeWithReactMayRunItsImportMapAndNothingElseFromWithin() {
    Answer page = server.get("/react", null);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.header("Content-Type")).startsWith("text/html");
    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'self'", "script-src 'self' 'sha256-")
        .doesNotContain("unsafe");
  }
}
