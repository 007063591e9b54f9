package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts of 100,000 characters, made to be slow. */
class HostileTextTest {
  private static final int LENGTH = 100_000;
  private static final int ROUNDS = 15;

  private static PoemIndex index;

  @BeforeAll
  static void open() throws PoemCorpusException {
    index = PoemIndex.inMemory(PoemCorpus.embedded());
  }

  @AfterAll
  static void close() {
    index.close();
  }

  static String[] texts() {
    Random random = new Random(1);
    StringBuilder han = new StringBuilder();
    StringBuilder any = new StringBuilder();
    StringBuilder words = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      han.append((char) ('一' + random.nextInt(20_000)));
      any.append((char) random.nextInt(Character.MAX_VALUE + 1));
      words.append(i % 5 == 4 ? ' ' : (char) ('a' + random.nextInt(26)));
    }
    return new String[] {
      han.toString(),
      any.toString(),
      words.toString(),
      "a".repeat(LENGTH),
      "か\u3099".repeat(LENGTH / 2),
      "e\u0301".repeat(LENGTH / 2),
      "第".repeat(LENGTH),
      "第一".repeat(LENGTH / 2),
      "9".repeat(LENGTH),
      "#".repeat(LENGTH),
      "'s".repeat(LENGTH / 2),
      "ﷺ".repeat(LENGTH),
      "\uD800".repeat(LENGTH),
      "的".repeat(LENGTH),
      "でしょうか".repeat(LENGTH / 5),
    };
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("texts")
  void isSearchedWithinATenthOfASecond(String text) {
    // The thread's own time, so that a busy machine is not taken for the text; warm, as a server
    // is.
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long[] taken = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = clock.getCurrentThreadCpuTime();
      assertThat(index.search(text, 10)).hasSizeLessThanOrEqualTo(10);
      taken[i] = clock.getCurrentThreadCpuTime() - start;
    }
    Arrays.sort(taken);
    assertThat(Duration.ofNanos(taken[ROUNDS / 2])).isLessThan(Duration.ofMillis(100));
  }
}
