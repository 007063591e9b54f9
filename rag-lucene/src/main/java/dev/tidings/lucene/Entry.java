package dev.tidings.lucene;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * One short text of an index: a poem, a question of a FAQ with its answer, a paragraph of a manual.
 * It is immutable.
 *
 * @param collection the set it belongs to: lower-case letters a–z, digits and underscores,
 *     beginning with a letter, at most 64, such as {@code guan_yu}
 * @param id what it is called within its collection: 1 to 128 characters, such as {@code 40}
 * @param title what people call it; may be empty
 * @param text the text itself, in lines
 * @param notes what is said about the text, by language ({@code zh}, {@code en}); searched too
 * @param topics the matters it speaks of, by an id such as {@code love}: what it says of each, by
 *     language; searched too
 * @param facts what else is known of it, by name; short values are found by their exact wording
 */
public record Entry(
    String collection,
    String id,
    String title,
    String text,
    Map<String, String> notes,
    Map<String, Map<String, String>> topics,
    Map<String, String> facts) {
  private static final int LONGEST_ID = 128;

  /**
   * The constructor checks the values and takes copies that keep the order.
   *
   * @throws IllegalArgumentException if a value is not as described above
   */
  public Entry {
    CollectionIds.check(collection);
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(text, "text");
    if (id.isBlank() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "id \"" + id + "\" must have 1 to " + LONGEST_ID + " characters");
    }
    if (title.isBlank() && text.isBlank()) {
      throw new IllegalArgumentException(
          "entry " + collection + "/" + id + " has neither title nor text; give it one");
    }
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    Map<String, Map<String, String>> copies = new LinkedHashMap<>();
    topics.forEach(
        (topic, texts) ->
            copies.put(topic, Collections.unmodifiableMap(new LinkedHashMap<>(texts))));
    topics = Collections.unmodifiableMap(copies);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }

  /** An entry with a title and a text alone. */
  public static Entry of(String collection, String id, String title, String text) {
    return new Entry(collection, id, title, text, Map.of(), Map.of(), Map.of());
  }

  /** This entry with other notes. */
  public Entry withNotes(Map<String, String> byLanguage) {
    return new Entry(collection, id, title, text, byLanguage, topics, facts);
  }

  /** This entry with other topics. */
  public Entry withTopics(Map<String, Map<String, String>> byTopicAndLanguage) {
    return new Entry(collection, id, title, text, notes, byTopicAndLanguage, facts);
  }

  /** This entry with other facts. */
  public Entry withFacts(Map<String, String> byName) {
    return new Entry(collection, id, title, text, notes, topics, byName);
  }
}
