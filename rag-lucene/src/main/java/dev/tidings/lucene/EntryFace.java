package dev.tidings.lucene;

import dev.tidings.rag.Passage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The face of an index of any texts.
 *
 * @param counts how many entries each collection has
 */
record EntryFace(Map<String, Integer> counts) implements RetrievalFace {
  @Override
  public String collectionFilter() {
    return LuceneIndex.COLLECTION;
  }

  @Override
  public String idFilter() {
    return LuceneIndex.ID;
  }

  @Override
  public boolean textIds() {
    return true;
  }

  @Override
  public List<String> collections() {
    return List.copyOf(counts.keySet());
  }

  @Override
  public String name(String collection) {
    return CollectionIds.name(collection);
  }

  @Override
  public String missing(String collection, String id) {
    return "collection " + collection + " has no entry \"" + id + "\"";
  }

  @Override
  public Passage passage(Entry entry, @Nullable Double score, Locale locale) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put(LuceneIndex.COLLECTION, entry.collection());
    reference.put(LuceneIndex.ID, entry.id());
    Map<String, String> facts = new LinkedHashMap<>(entry.facts());
    String note = inLanguage(entry.notes(), locale);
    if (!note.isBlank()) {
      facts.put("note", note);
    }
    topics(facts, entry, locale);
    return new Passage(entry.title(), entry.text(), score, reference, facts);
  }

  /** What it says of each topic, under {@code topic.love} and so on. */
  static void topics(Map<String, String> facts, Entry entry, Locale locale) {
    entry
        .topics()
        .forEach(
            (topic, texts) -> {
              String text = inLanguage(texts, locale);
              if (!text.isBlank()) {
                facts.put("topic." + topic, text);
              }
            });
  }

  /** In the asker's language, else in English, else in any; empty if there is none. */
  static String inLanguage(Map<String, String> texts, Locale locale) {
    String text = texts.getOrDefault(locale.getLanguage(), texts.get("en"));
    return text != null ? text : texts.values().stream().findFirst().orElse("");
  }
}
