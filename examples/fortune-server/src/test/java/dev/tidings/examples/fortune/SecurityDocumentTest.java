package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of threats and answers in docs/security.md. */
class SecurityDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "..", "docs", "security.md");
  private static final Path TESTS =
      Path.of("src", "test", "java", "dev", "tidings", "examples", "fortune");
  private static final Pattern NAME = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  @Test
  void everyTestThatItNamesExists() throws Exception {
    Stream<MatchResult> named = NAME.matcher(Files.readString(DOCUMENT)).results();

    assertThat(named)
        .hasSizeGreaterThan(30)
        .allSatisfy(
            name -> assertThat(source(name.group(1))).contains("  void " + name.group(2) + "("));
  }

  @Test
  void everyThreatHasATest() throws Exception {
    Stream<String> rows =
        Files.readString(DOCUMENT)
            .lines()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| threat "));

    assertThat(rows)
        .hasSizeGreaterThan(25)
        .allSatisfy(row -> assertThat(NAME.matcher(row).find()).as(row).isTrue());
  }

  private static String source(String test) throws IOException {
    return Files.readString(TESTS.resolve(test + ".java"));
  }
}
