package dev.tidings.examples.fortune;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads variables of the environment; an empty one counts as not set.
 *
 * @param all by name
 */
record Variables(Map<String, String> all) {
  Optional<String> text(String name) {
    return Optional.ofNullable(all.get(name)).filter(value -> !value.isEmpty());
  }

  /** The items of a list that is written with commas or spaces. */
  List<String> list(String name) {
    return Stream.of(text(name).orElse("").split("[,\\s]+", -1))
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /** Whether it says {@code yes}; not set is no. */
  boolean yes(String name) {
    return text(name)
        .map(
            value ->
                switch (value.strip()) {
                  case "yes" -> true;
                  case "no" -> false;
                  default ->
                      throw new IllegalArgumentException(
                          name + " '" + value + "' must be yes or no");
                })
        .orElse(false);
  }

  int number(String name, int otherwise, int least, int most) {
    return text(name)
        .map(
            value -> {
              try {
                int number = Integer.parseInt(value.strip());
                if (number >= least && number <= most) {
                  return number;
                }
              } catch (NumberFormatException notOne) {
                // Told below, with the same words as a number out of range.
              }
              throw new IllegalArgumentException(
                  name + " '" + value + "' must be a whole number from " + least + " to " + most);
            })
        .orElse(otherwise);
  }

  /** The same, where 0 stands for none. */
  Optional<Duration> secondsOrNone(String name, int otherwise) {
    return Optional.of(number(name, otherwise, 0, 86_400))
        .filter(seconds -> seconds > 0)
        .map(Duration::ofSeconds);
  }

  Duration seconds(String name, int otherwise) {
    return Duration.ofSeconds(number(name, otherwise, 1, 86_400));
  }
}
