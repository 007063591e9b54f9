package dev.tidings.examples.firststeps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the documentation shows is what the build compiles. {@code <!-- snippet: path -->} before a
 * code block says that it is that whole file; {@code path#name}, that it is the part between {@code
 * // snippet: name} and {@code // end of snippet}.
 */
final class SnippetsTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern SNIPPET =
      Pattern.compile(
          "<!-- snippet: ([^ #]+)(?:#(\\w+))? -->\n```\\w+\n(.*?)```\n", Pattern.DOTALL);

  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @ParameterizedTest
  @MethodSource("pages")
  void codeOnPageIsCodeOfFile(Path page) throws IOException {
    String text = Files.readString(page);
    Matcher snippets = SNIPPET.matcher(text);
    int found = 0;
    while (snippets.find()) {
      found++;
      Path file = ROOT.resolve(snippets.group(1));
      assertThat(snippets.group(3)).as("%s in %s", file, page).isEqualTo(code(file, snippets));
    }
    // A marker that the pattern does not see would be checked by nobody.
    assertThat(text.split("<!-- snippet:", -1)).as("markers in %s", page).hasSize(found + 1);
  }

  @Test
  void readmeShowsFirstSteps() throws IOException {
    assertThat(Files.readString(ROOT.resolve("README.md")))
        .contains("<!-- snippet: examples/first-steps/src/main/java/");
  }

  @Test
  void firstStepsFitOnOneScreen() throws IOException {
    Path file = Path.of("src/main/java/dev/tidings/examples/firststeps/FirstSteps.java");
    assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(25);
  }

  private static String code(Path file, Matcher snippet) throws IOException {
    String all = Files.readString(file);
    String name = snippet.group(2);
    if (name == null) {
      return all;
    }
    String begin = "// snippet: " + name + "\n";
    int start = all.indexOf(begin);
    int end = all.indexOf("// end of snippet", start);
    assertThat(start).as("%s in %s", begin.strip(), file).isNotNegative();
    return all.substring(start + begin.length(), end).stripIndent().strip() + "\n";
  }
}
