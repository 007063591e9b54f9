package dev.tidings.benchmarks.journal;

/**
 * What is done.
 *
 * @param tasks how many at once
 * @param rate pieces a second, of all tasks together
 * @param seconds how long
 * @param readers readers of each task, in each process
 */
record Load(int tasks, int rate, int seconds, int readers) {
  static Load of(String... numbers) {
    return new Load(
        Integer.parseInt(numbers[0]),
        Integer.parseInt(numbers[1]),
        Integer.parseInt(numbers[2]),
        Integer.parseInt(numbers[3]));
  }

  String[] numbers() {
    return new String[] {
      String.valueOf(tasks), String.valueOf(rate), String.valueOf(seconds), String.valueOf(readers)
    };
  }

  long pieces() {
    return (long) rate * seconds;
  }
}
