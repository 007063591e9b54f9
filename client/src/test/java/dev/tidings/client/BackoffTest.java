package dev.tidings.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {
  /** Chance that always says the same. */
  private static RandomGenerator always(double chance) {
    return new Random() {
      private static final long serialVersionUID = 1L;

      @Override
      public double nextDouble() {
        return chance;
      }
    };
  }

  private static List<Long> waits(Backoff backoff, int number) {
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      waits.add(backoff.failed(null).toMillis());
    }
    return waits;
  }

  @Test
  void waitDoublesUpToTheLongest() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30), always(0));
    backoff.base(Duration.ofSeconds(3));

    assertThat(waits(backoff, 6)).containsExactly(3000L, 6000L, 12_000L, 24_000L, 30_000L, 30_000L);
  }

  @Test
  void chanceOnlyAddsAndAtMostHalf() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30), always(0.999));
    backoff.base(Duration.ofSeconds(2));

    assertThat(waits(backoff, 2)).containsExactly(2999L, 5998L);
  }

  @Test
  void newEventBeginsAgain() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(30), always(0));
    waits(backoff, 3);

    backoff.succeeded();

    assertThat(waits(backoff, 1)).containsExactly(2000L);
    assertThat(backoff.failures()).isEqualTo(1);
  }

  @Test
  void serversWishIsKeptThoughItIsLongerThanTheLongest() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), always(0));
    backoff.base(Duration.ofSeconds(7));

    assertThat(waits(backoff, 2)).containsExactly(7000L, 7000L);
    assertThat(backoff.failed(Duration.ofMinutes(1))).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void serverThatAsksForNoWaitIsGivenALittle() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1), always(0));
    backoff.base(Duration.ZERO);

    assertThat(waits(backoff, 3)).containsExactly(50L, 100L, 200L);
  }

  @Test
  void failuresWithoutEndDoNotOverflow() {
    Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofDays(1), always(0));

    assertThat(waits(backoff, 10_000)).last().isEqualTo(Duration.ofDays(1).toMillis());
  }
}
