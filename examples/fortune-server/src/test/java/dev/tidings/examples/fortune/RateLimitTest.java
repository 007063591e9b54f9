package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** So many calls a minute from one address. */
class RateLimitTest {
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
  private final RateLimit limit = new RateLimit("questions", 3, nanos::get);

  private static InetAddress address(String text) {
    return ClientAddress.literal(text).orElseThrow();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** The seconds to wait; 0 if the call was taken. */
  private int call(String address) {
    Problem refused = catchThrowableOfType(Problem.class, () -> limit.take(address(address)));
    if (refused == null) {
      return 0;
    }
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.body()).containsEntry("code", "rate_limited");
    return Integer.parseInt(refused.headers().getOrDefault("Retry-After", ""));
  }

  @Test
  void callsBeyondTheLimitAreRefusedUntilTheOldestIsAMinuteAgo() {
    assertThat(call("192.0.2.1")).isZero();
    pass(Duration.ofSeconds(20));
    assertThat(call("192.0.2.1")).isZero();
    assertThat(call("192.0.2.1")).isZero();
    assertThat(call("192.0.2.1")).isEqualTo(40);

    pass(Duration.ofSeconds(40));
    assertThat(call("192.0.2.1")).isZero();
    assertThat(call("192.0.2.1")).isEqualTo(20);
    pass(Duration.ofSeconds(20));
    assertThat(call("192.0.2.1")).isZero();
    assertThat(call("192.0.2.1")).isZero();
    assertThat(call("192.0.2.1")).isPositive();
  }

  @Test
  void whoeverWaitsAsLongAsToldIsTaken() {
    for (int i = 0; i < 100; i++) {
      int wait = call("192.0.2.1");
      if (wait > 0) {
        pass(Duration.ofSeconds(wait));
        assertThat(call("192.0.2.1")).isZero();
      }
      pass(Duration.ofMillis(37L * i));
    }
  }

  @Test
  void addressesCountEachForItself() {
    for (int i = 0; i < 3; i++) {
      call("192.0.2.1");
    }

    assertThat(call("192.0.2.1")).isPositive();
    assertThat(call("192.0.2.2")).isZero();
  }

  @Test
  void addressesOfOneIpv6NetworkCountTogether() {
    call("2001:db8::1");
    call("2001:db8::ffff:2");
    call("2001:db8:0:0:1::3");

    assertThat(call("2001:db8::4")).isPositive();
    assertThat(call("2001:db8:0:1::4")).isZero();
  }

  @Test
  void loopbackIsExempt() {
    for (int i = 0; i < 10; i++) {
      assertThat(call("127.0.0.1")).isZero();
      assertThat(call("127.9.9.9")).isZero();
      assertThat(call("::1")).isZero();
    }
  }

  @Test
  void manyAddressesDoNotMakeItForgetOneThatCalls() {
    for (int i = 0; i < 3; i++) {
      call("192.0.2.1");
    }
    for (int i = 0; i < 30_000; i++) {
      call("198.51." + i / 256 + "." + i % 256);
      if (i % 5_000 == 0) {
        assertThat(call("192.0.2.1")).isPositive();
      }
    }
  }
}
