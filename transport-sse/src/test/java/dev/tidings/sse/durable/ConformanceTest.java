package dev.tidings.sse.durable;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * The public test suite of Durable Streams servers, {@code
 * @durable-streams/server-conformance-tests}, against tasks that are written by one hub and read by
 * another. Needs Node, and {@code npm ci} in {@code src/test/durable}; without them it is left out,
 * except where the environment says TIDINGS_REQUIRE_DURABLE.
 */
@EnabledIf(value = "installed", disabledReason = "run npm ci in transport-sse/src/test/durable")
class ConformanceTest {
  private static final Duration LONG_POLL = Duration.ofSeconds(2);
  private static final Duration AT_MOST = Duration.ofMinutes(5);

  /** What whoever reads relies on; the others concern writing, which is this server's own. */
  private static final Set<String> GROUPS =
      Set.of(
          "Read Operations",
          "Long-Poll Operations",
          "Long-Poll Edge Cases",
          "Offset Validation and Resumability",
          "Protocol Edge Cases",
          "SSE Mode",
          "Caching and ETag",
          "Read-Your-Writes Consistency",
          "JSON Mode",
          "HEAD Metadata",
          "HEAD Metadata Edge Cases",
          "Stream Closure");

  /** Producers number what they write, which this server does not know. */
  private static final Pattern PRODUCERS = Pattern.compile("(?i).*(producer|dedup).*");

  static boolean installed() {
    return SuiteRun.installed() || "true".equals(System.getenv("TIDINGS_REQUIRE_DURABLE"));
  }

  @Test
  void whatAReaderReliesOnHolds() throws Exception {
    List<SuiteRun.Result> results;
    try (StreamServer server = new StreamServer(LONG_POLL)) {
      results = SuiteRun.of(server.address(), LONG_POLL, AT_MOST);
    }
    System.out.print(SuiteRun.table(results));

    assertThat(results).extracting(SuiteRun.Result::group).containsAll(GROUPS);
    assertThat(results)
        .filteredOn(result -> GROUPS.contains(result.group()))
        .filteredOn(result -> !PRODUCERS.matcher(result.title()).matches())
        .filteredOn(result -> !result.passed())
        .isEmpty();
  }
}
