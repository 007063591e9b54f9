package dev.tidings.lucene;

import dev.tidings.rag.Passage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The face of an index of poems.
 *
 * @param deities by id
 */
record PoemFace(Map<String, Deity> deities) implements RetrievalFace {
  @Override
  public String collectionFilter() {
    return PoemIndex.DEITY_ID;
  }

  @Override
  public String idFilter() {
    return PoemIndex.FORTUNE_NUMBER;
  }

  @Override
  public boolean textIds() {
    return false;
  }

  @Override
  public List<String> collections() {
    return List.copyOf(deities.keySet());
  }

  @Override
  public String name(String collection) {
    Deity deity = deities.get(collection);
    return deity == null ? CollectionIds.name(collection) : deity.collection();
  }

  @Override
  public String missing(String collection, String id) {
    Deity deity = deities.get(collection);
    int most = deity == null ? 0 : deity.poemCount();
    return collection + " has no poem " + id + "; its numbers are 1 to " + most;
  }

  @Override
  public Passage passage(Entry entry, @Nullable Double score, Locale locale) {
    Poem poem = PoemEntries.poem(entry);
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put(PoemIndex.DEITY_ID, poem.deityId());
    reference.put(PoemIndex.FORTUNE_NUMBER, poem.number());
    Map<String, String> facts = new LinkedHashMap<>();
    Deity deity = deities.get(poem.deityId());
    put(facts, "deity_name", deity == null ? poem.deityId() : deity.name());
    put(facts, "rank", poem.rank());
    put(facts, "stems", poem.stems());
    put(facts, "story", poem.story());
    put(facts, "theme", EntryFace.inLanguage(poem.themes(), locale));
    EntryFace.topics(facts, entry, locale);
    poem.topics().forEach((topic, note) -> put(facts, PoemEntries.SOURCE + topic, note.source()));
    return new Passage(poem.title(), String.join("\n", poem.lines()), score, reference, facts);
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (!value.isBlank()) {
      facts.put(name, value);
    }
  }
}
