package dev.tidings.lucene;

import java.util.LinkedHashMap;
import java.util.Map;

/** Poems as entries, and back: the number is the id, and what has no place of its own is a fact. */
final class PoemEntries {
  private static final String RANK = "rank";
  private static final String STEMS = "stems";
  private static final String STORY = "story";

  /** With a topic's id behind it: the words on which the poem's note on that matter rests. */
  static final String SOURCE = "source.";

  private PoemEntries() {}

  static Entry entry(Poem poem) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(RANK, poem.rank());
    facts.put(STEMS, poem.stems());
    facts.put(STORY, poem.story());
    Map<String, Map<String, String>> topics = new LinkedHashMap<>();
    poem.topics()
        .forEach(
            (topic, note) -> {
              topics.put(topic, note.texts());
              facts.put(SOURCE + topic, note.source());
            });
    facts.values().removeIf(String::isEmpty);
    return new Entry(
        poem.deityId(),
        Integer.toString(poem.number()),
        poem.title(),
        String.join("\n", poem.lines()),
        poem.themes(),
        topics,
        facts);
  }

  static Poem poem(Entry entry) {
    Map<String, TopicNote> topics = new LinkedHashMap<>();
    entry
        .topics()
        .forEach(
            (topic, texts) ->
                topics.put(
                    topic, new TopicNote(texts, entry.facts().getOrDefault(SOURCE + topic, ""))));
    return new Poem(
        entry.collection(),
        Integer.parseInt(entry.id()),
        entry.title(),
        entry.facts().getOrDefault(RANK, ""),
        entry.facts().getOrDefault(STEMS, ""),
        entry.text().lines().toList(),
        entry.facts().getOrDefault(STORY, ""),
        entry.notes(),
        topics);
  }
}
