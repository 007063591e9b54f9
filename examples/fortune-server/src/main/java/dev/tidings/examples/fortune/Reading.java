package dev.tidings.examples.fortune;

import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One traditional reading of one poem: composed sentence by sentence from what is known of the
 * poem, the topic of the question and the way the poem's rank leans. The same poem, topic and rank
 * give the same words; another of any of them gives others. What is not known of a poem is not
 * spoken of, and a reading says so when the poem does not speak of the topic that was asked about.
 */
final class Reading {
  /** Keeps a reading within its length, whatever a host's own poems are like. */
  private static final int LONGEST_NAME = 24;

  private static final int LONGEST_LINE = 24;
  private static final int LONGEST_STORY = 80;
  private static final int LONGEST_NOTE = 90;
  private static final int LONGEST_ENGLISH_NOTE = 220;

  private final TextBundle texts;
  private final Topic topic;
  private final Optional<Tendency> tendency;
  private final Map<String, String> values = new HashMap<>();
  private final int seed;

  /**
   * A reading.
   *
   * @param texts the sentences it is composed of, in the language it is written in
   * @param passage the poem, with the facts {@code rank}, {@code story}, {@code theme}, {@code
   *     deity_name} and notes such as {@code topic.lawsuit} with {@code source.lawsuit} as far as
   *     they are known, and {@code deity_id} and {@code fortune_number} as its reference
   */
  Reading(TextBundle texts, RagQuery query, Topic topic, Passage passage) {
    this.texts = texts;
    this.topic = topic;
    Map<String, String> facts = passage.facts();
    this.tendency = Tendency.ofRank(facts.get("rank"));
    Object number = passage.reference().get("fortune_number");
    this.seed =
        (passage.reference().get("deity_id") + "/" + number + "/" + passage.title()).hashCode();

    put("title", passage.title(), LONGEST_NAME);
    put("deity", facts.get("deity_name"), LONGEST_NAME);
    put("number", number, LONGEST_NAME);
    // What stands in place of a rank is none: Mazu's slips have a season there.
    tendency.ifPresent(lean -> put("rank", facts.get("rank"), LONGEST_NAME));
    texts.find("rank." + values.get("rank")).ifPresent(name -> values.put("rank", name));
    texts.find("topic." + topic.key()).ifPresent(name -> values.put("topic", name));
    put("story", facts.get("story"), LONGEST_STORY);
    int longest = query.locale().getLanguage().equals("en") ? LONGEST_ENGLISH_NOTE : LONGEST_NOTE;
    put("theme", facts.get("theme"), longest);
    put("note", facts.get("topic." + topic.key()), longest);
    topic
        .nearest()
        .ifPresent(
            near -> {
              put("near_note", facts.get("topic." + near.key()), longest);
              texts.find("topic." + near.key()).ifPresent(name -> values.put("near", name));
            });
    quote(passage.text(), facts.getOrDefault("source." + topic.key(), ""));
  }

  /** Composes the reading, giving each piece to the consumer as soon as it is there. */
  void write(Consumer<String> out) {
    String lean = tendency.map(Tendency::key).orElse("unknown");
    // The counsel for a poem whose rank nobody gave is the one that leans neither way.
    String counselled = tendency.orElse(Tendency.MIXED).key();
    List<List<List<String>>> paragraphs =
        List.of(
            List.of(
                List.of("opening", "opening.unranked", "opening.untold", "opening.bare"),
                List.of(topic == Topic.GENERAL ? "asked.general" : "asked")),
            List.of(
                List.of("quote", "quote.single"),
                List.of("story"),
                List.of("theme"),
                List.of("attitude." + lean)),
            answer(counselled),
            List.of(List.of("closing")));
    String between = "";
    for (List<List<String>> paragraph : paragraphs) {
      for (List<String> keys : paragraph) {
        Optional<String> sentence = compose(keys);
        if (sentence.isPresent()) {
          Phrases.of(between + sentence.get()).forEach(out);
          between = texts.get("between.sentences");
        }
      }
      between = "\n\n";
    }
  }

  /**
   * What the poem says of the matter. A poem without a word of it gets the counsel of its rank,
   * which a note of its own could contradict.
   */
  private List<List<String>> answer(String lean) {
    List<String> step = List.of("step." + topic.key());
    List<String> blessing = List.of("blessing." + lean);
    if (values.containsKey("note") || values.containsKey("near_note")) {
      return List.of(List.of("note", "note.near"), step, blessing);
    }
    List<String> counsel = List.of("counsel." + topic.key() + "." + lean);
    return topic == Topic.GENERAL
        ? List.of(counsel, step, blessing)
        : List.of(List.of("note.none"), counsel, step);
  }

  /** A sentence of the first of these keys for which everything is known. */
  private Optional<String> compose(List<String> keys) {
    for (String key : keys) {
      List<String> variants = new ArrayList<>();
      texts.variants(key).forEach(text -> TextBundle.fill(text, values).ifPresent(variants::add));
      if (!variants.isEmpty()) {
        return Optional.of(variants.get(choice(key, variants.size())));
      }
    }
    return Optional.empty();
  }

  /** The same for the same poem, topic and rank, and spread evenly over the variants. */
  private int choice(String key, int size) {
    int mixed = (seed * 31 + topic.key().hashCode()) * 31 + key.hashCode();
    mixed = (mixed ^ (mixed >>> 16)) * 0x45d9f3b;
    return Math.floorMod(mixed ^ (mixed >>> 16), size);
  }

  /**
   * Chooses the first or the last two lines, which belong together in such a poem: those that the
   * note rests on, if it rests on the verse.
   */
  private void quote(String poem, String source) {
    List<String> lines =
        poem.lines()
            .map(Reading::withoutLastMark)
            .filter(line -> !line.isEmpty() && line.length() <= LONGEST_LINE)
            .toList();
    if (lines.isEmpty()) {
      return;
    }
    int first = lines.size() >= 4 ? 2 * choice("quote lines", 2) : 0;
    for (int i = 0; i < lines.size(); i++) {
      if (source.contains(lines.get(i))) {
        first = i - i % 2;
      }
    }
    values.put("line_a", lines.get(first));
    if (lines.size() > first + 1) {
      values.put("line_b", lines.get(first + 1));
    }
  }

  private void put(String name, @Nullable Object value, int longest) {
    if (value == null) {
      return;
    }
    String text = withoutLastMark(value.toString());
    if (!text.isEmpty() && text.length() <= longest) {
      values.put(name, text);
    }
  }

  private static String withoutLastMark(String text) {
    return text.strip().replaceFirst("[，。；、,.;]+$", "");
  }
}
