package dev.tidings.examples.firststeps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class FirstStepsTest {
  private static final Pattern PERCENT = Pattern.compile("percent=(\\d+)");

  @Test
  void printsEachEventFromQueuedToCompleted() throws Exception {
    List<String> lines = linesOfMain();

    assertThat(lines.get(0)).startsWith("Queued[sequence=1,");
    assertThat(lines.get(1))
        .contains("stage=fetch, left=queued, percent=20")
        .contains("Looking for this Java's settings");
    assertThat(lines.get(2)).contains("stage=summarise, left=fetch, percent=40");
    assertThat(lines.get(lines.size() - 2)).contains("stage=completed").contains("percent=100");
    assertThat(lines.get(lines.size() - 1))
        .startsWith("Completed[sequence=" + lines.size())
        .containsPattern("response=\\d+ lines in \\d+ files");
  }

  @Test
  void percentNeverGoesDown() throws Exception {
    List<Integer> percents =
        linesOfMain().stream()
            .flatMap(line -> PERCENT.matcher(line).results())
            .map(MatchResult::group)
            .map(text -> Integer.valueOf(text.substring("percent=".length())))
            .toList();

    assertThat(percents).isSorted().hasSizeGreaterThan(4).endsWith(100);
  }

  private static List<String> linesOfMain() throws Exception {
    PrintStream out = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, UTF_8));
    try {
      FirstSteps.main(new String[0]);
    } finally {
      System.setOut(out);
    }
    return printed.toString(UTF_8).lines().toList();
  }
}
