package dev.tidings.rag;

import dev.tidings.Fact;
import dev.tidings.ProgressTracker;
import dev.tidings.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sources as they are told when they are found, before there is a result: each in the form that
 * it has in the result. What is told at once is bounded, so of very many the first are told; the
 * result has all.
 */
final class SourceFacts {
  /** For the name, the list around them and the map around that. */
  private static final int AROUND = 100;

  private SourceFacts() {}

  static List<Source> sources(List<Passage> passages) {
    return passages.stream().map(p -> new Source(p.title(), p.score(), p.reference())).toList();
  }

  static void tell(ProgressTracker tracker, List<Passage> passages) {
    List<Object> told = new ArrayList<>();
    int bytes = AROUND;
    for (Source source : sources(passages)) {
      Map<String, Object> one = facts(source);
      bytes += bytes(one);
      if (bytes > Fact.MAX_BYTES) {
        break;
      }
      told.add(one);
    }
    if (!told.isEmpty()) {
      tracker.data("sources", Map.of("sources", told));
    }
  }

  private static Map<String, Object> facts(Source source) {
    Map<String, Object> facts = new LinkedHashMap<>(source.reference());
    facts.putIfAbsent("title", source.title());
    Double score = source.score();
    if (score != null) {
      facts.putIfAbsent("score", score);
    }
    return facts;
  }

  /** At most so many bytes of JSON. */
  private static int bytes(Map<String, Object> facts) {
    return facts.entrySet().stream()
        .mapToInt(fact -> bytes(fact.getKey()) + bytes(fact.getValue().toString()))
        .sum();
  }

  private static int bytes(String text) {
    return 6 + text.chars().map(SourceFacts::bytes).sum();
  }

  private static int bytes(int unit) {
    if (unit < ' ' || Character.isSurrogate((char) unit)) {
      return 6;
    }
    return unit == '"' || unit == '\\' ? 2 : unit < 0x80 ? 1 : 3;
  }
}
