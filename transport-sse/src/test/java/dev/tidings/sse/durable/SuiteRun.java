package dev.tidings.sse.durable;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One run of the public test suite, and what came of each of its tests. */
final class SuiteRun {
  private static final Path FOLDER = Path.of("src", "test", "durable");
  private static final Path VITEST = Path.of("node_modules", "vitest", "vitest.mjs");

  /**
   * What came of one test.
   *
   * @param group the outermost heading that it stands under
   * @param title of the test, after its other headings
   * @param status {@code passed}, {@code failed}, or that it was left out
   * @param failure why it failed, or an empty text
   */
  record Result(String group, String title, String status, String failure) {
    boolean passed() {
      return status.equals("passed");
    }

    @Override
    public String toString() {
      return group
          + " > "
          + title
          + ": "
          + status
          + failure.lines().findFirst().map(" "::concat).orElse("");
    }
  }

  private SuiteRun() {}

  /** Whether the suite is installed. */
  static boolean installed() {
    return Files.isRegularFile(FOLDER.resolve(VITEST));
  }

  /** Runs it against the server at that address, for so long at most. */
  static List<Result> of(String address, Duration longPoll, Duration atMost)
      throws IOException, InterruptedException {
    Path report = Files.createTempFile("durable-streams", ".json");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  "node", VITEST.toString(), "run", "--reporter=json", "--outputFile=" + report)
              .directory(FOLDER.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD);
      builder.environment().put("DURABLE_URL", address);
      builder.environment().put("DURABLE_LONG_POLL_MS", String.valueOf(longPoll.toMillis()));
      Process suite = builder.start();
      if (!suite.waitFor(atMost.toSeconds(), SECONDS)) {
        suite.descendants().forEach(ProcessHandle::destroyForcibly);
        suite.destroyForcibly();
        throw new AssertionError("the suite was not done after " + atMost);
      }
      assertThat(report)
          .as("the report of the suite, which ended with %d", suite.exitValue())
          .isNotEmptyFile();
      return results(JsonMapper.builder().build().readTree(Files.readAllBytes(report)));
    } finally {
      Files.delete(report);
    }
  }

  private static List<Result> results(JsonNode report) {
    List<Result> results = new ArrayList<>();
    for (JsonNode file : report.path("testResults")) {
      for (JsonNode test : file.path("assertionResults")) {
        List<String> titles = new ArrayList<>();
        test.path("ancestorTitles").forEach(title -> titles.add(title.asString()));
        titles.removeIf(String::isBlank);
        String group = titles.isEmpty() ? "" : titles.remove(0);
        titles.add(test.path("title").asString());
        results.add(
            new Result(
                group,
                String.join(" > ", titles),
                test.path("status").asString(),
                test.path("failureMessages").path(0).asString("")));
      }
    }
    return results;
  }

  /** How many of each group passed, a line each. */
  static String table(List<Result> results) {
    Map<String, int[]> counts = new TreeMap<>();
    for (Result result : results) {
      int[] count = counts.computeIfAbsent(result.group(), group -> new int[2]);
      count[0] += result.passed() ? 1 : 0;
      count[1]++;
    }
    StringBuilder table = new StringBuilder();
    counts.forEach(
        (group, count) -> table.append("%4d of %3d  %s%n".formatted(count[0], count[1], group)));
    return table.toString();
  }
}
