package dev.tidings.examples.fortune.terminal;

import dev.tidings.client.TaskEvent;
import java.util.List;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Facts in lines for people: what was found, that the model is tried again, that it thinks, which
 * tool it asks for. A fact of another name is left out.
 */
final class FactWords {
  private final Texts texts;
  private String found = "";
  private boolean thinking;

  FactWords(Texts texts) {
    this.texts = texts;
  }

  List<String> lines(TaskEvent.Data event) {
    return line(event.name(), event.data()).map(List::of).orElse(List.of());
  }

  private Optional<String> line(String name, Map<String, Object> data) {
    return switch (name) {
      case "sources" -> sources(data.get("sources"));
      case "attempt" ->
          Optional.of(
              texts.get("attempt", word(data, "attempt"), word(data, "of"), word(data, "reason")));
      case "reasoning" -> reasoning();
      case "tool_call" ->
          Optional.of(texts.get("tool", word(data, "name"), state(word(data, "state"))));
      default -> Optional.empty();
    };
  }

  private Optional<String> sources(@Nullable Object sources) {
    String titles = sources instanceof List<?> all ? titles(all) : "";
    if (titles.isEmpty() || titles.equals(found)) {
      return Optional.empty();
    }
    found = titles;
    return Optional.of(texts.get("found", titles));
  }

  /** What sources are called, each name once. */
  String titles(List<?> sources) {
    return sources.stream()
        .map(source -> source instanceof Map<?, ?> fields ? title(fields) : "?")
        .distinct()
        .collect(Collectors.joining(texts.get("comma")));
  }

  private static String title(Map<?, ?> source) {
    return Clean.line(
        Objects.toString(source.get("title"), Objects.toString(source.get("fortune_number"), "?")));
  }

  /** Once: that it thinks is news, how much is not. */
  private Optional<String> reasoning() {
    boolean first = !thinking;
    thinking = true;
    return first ? Optional.of(texts.get("thinking")) : Optional.empty();
  }

  /** A later server may tell of a state that has no name here. */
  private String state(String state) {
    try {
      return texts.get("tool." + state);
    } catch (MissingResourceException unknown) {
      return state;
    }
  }

  private static String word(Map<String, Object> data, String name) {
    return Clean.line(Objects.toString(data.get(name), "?"));
  }
}
