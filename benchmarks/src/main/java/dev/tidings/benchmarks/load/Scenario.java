package dev.tidings.benchmarks.load;

/**
 * What a run does.
 *
 * @param connections how many clients
 * @param stalled how many of them never read
 * @param shared whether all watch one task, or each its own
 * @param rate events per second and task; 0 for as many as are delivered
 * @param together whether all tasks have their events at the same moments, or spread evenly
 * @param payload how many characters of filling an event's message has
 * @param seconds how long events are made
 */
record Scenario(
    String name,
    int connections,
    int stalled,
    boolean shared,
    int rate,
    boolean together,
    int payload,
    int seconds) {

  static Scenario of(String name, int seconds) {
    return switch (name) {
      case "own" -> new Scenario(name, 1000, 0, false, 10, false, 0, seconds);
      case "steady" -> new Scenario(name, 1000, 0, false, 3, false, 0, seconds);
      case "fanout" -> new Scenario(name, 1000, 0, true, 20, false, 0, seconds);
      case "burst" -> new Scenario(name, 1000, 0, false, 2, true, 0, seconds);
      case "saturation" -> new Scenario(name, 200, 0, false, 0, false, 0, seconds);
      case "healthy" -> new Scenario(name, 950, 0, false, 20, false, 1024, seconds);
      case "stalled" -> new Scenario(name, 1000, 50, false, 20, false, 1024, seconds);
      case "idle" -> new Scenario(name, 5000, 0, false, 0, false, 0, 0);
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

  /** When the event of that number is due, in nanoseconds since the first. */
  long due(long number) {
    long at = together ? number / tasks() * tasks() : number;
    return (long) (at * 1e9 / ((double) rate * tasks()));
  }

  boolean saturating() {
    return rate == 0 && seconds > 0;
  }
}
