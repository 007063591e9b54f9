package dev.tidings.examples.fortune;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * So many calls a minute from each address; loopback is exempt. It remembers when each address
 * called last, {@value #MOST_ADDRESSES} addresses at most: beyond, the one that has been away
 * longest is forgotten, which lets nobody call more often who has fewer addresses than that.
 * Thread-safe.
 */
final class RateLimit {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final int MOST_ADDRESSES = 10_000;

  private final String what;
  private final int perMinute;
  private final LongSupplier nanoTime;

  /** The times of the newest calls of an address, in a ring. */
  private static final class Calls {
    private final long[] times;
    private int count;

    Calls(int most) {
      times = new long[most];
    }

    /** How long until one more is allowed; 0 or less if it is, and was counted. */
    long take(long now) {
      int oldest = count % times.length;
      long wait = count < times.length ? 0 : times[oldest] + MINUTE - now;
      if (wait <= 0) {
        times[oldest] = now;
        // Stays above the length, so that a full ring is known as such for ever.
        count = count + 1 < 2 * times.length ? count + 1 : times.length;
      }
      return wait;
    }
  }

  @GuardedBy("this")
  private final Map<String, Calls> byAddress =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Calls> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  /** A limit for calls of that kind, named in the plural. */
  RateLimit(String what, int perMinute, LongSupplier nanoTime) {
    this.what = what;
    this.perMinute = perMinute;
    this.nanoTime = nanoTime;
  }

  /** Counts a call in, or refuses it. */
  void take(InetAddress address) {
    if (address.isLoopbackAddress()) {
      return;
    }
    long wait = waitFor(ClientAddress.household(address));
    if (wait > 0) {
      throw Problem.rateLimited(
          "There are " + perMinute + " " + what + " a minute for your address; wait a little.",
          Duration.ofNanos(wait));
    }
  }

  private synchronized long waitFor(String address) {
    return byAddress
        .computeIfAbsent(address, unknown -> new Calls(perMinute))
        .take(nanoTime.getAsLong());
  }
}
