package dev.tidings.benchmarks.load;

/**
 * What a run does.
 *
 * @param connections how many clients
 * @param stalled how many of them never read
 * @param shared whether all watch one task, or each its own
 * @param rate events per second and task; 0 for as many as are delivered
 * @param payload how many characters of filling an event's message has
 * @param seconds how long events are made
 */
record Scenario(
    String name, int connections, int stalled, boolean shared, int rate, int payload, int seconds) {

  static Scenario of(String name, int seconds) {
    return switch (name) {
      case "own" -> new Scenario(name, 1000, 0, false, 10, 0, seconds);
      case "fanout" -> new Scenario(name, 1000, 0, true, 20, 0, seconds);
      case "saturation" -> new Scenario(name, 200, 0, false, 0, 0, seconds);
      case "healthy" -> new Scenario(name, 950, 0, false, 20, 1024, seconds);
      case "stalled" -> new Scenario(name, 1000, 50, false, 20, 1024, seconds);
      case "idle" -> new Scenario(name, 5000, 0, false, 0, 0, 0);
      default -> throw new IllegalArgumentException("no scenario '" + name + "'");
    };
  }

  int tasks() {
    return shared ? 1 : connections;
  }

  int readers() {
    return connections - stalled;
  }

  /** How many events are made in so many seconds. */
  long total(int seconds) {
    return (long) rate * tasks() * seconds;
  }

  boolean saturating() {
    return rate == 0 && seconds > 0;
  }
}
