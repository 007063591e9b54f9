package dev.tidings.lucene;

import dev.tidings.Cancellation;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.RetrievalListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One retrieval, step by step: the listener is told of each right before it is done. */
final class PoemRetrieval {
  private static final int MOST_PASSAGES = 3;

  private final PoemReader reader;
  private final Map<String, Deity> deities;
  private final RagQuery query;
  private final RetrievalListener listener;
  private final Cancellation cancellation;

  PoemRetrieval(
      PoemReader reader,
      Map<String, Deity> deities,
      RagQuery query,
      RetrievalListener listener,
      Cancellation cancellation) {
    this.reader = reader;
    this.deities = deities;
    this.query = query;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  Retrieval run() throws RetrievalException, IOException {
    String deityId = filter(PoemIndex.DEITY_ID, String.class);
    Integer number = filter(PoemIndex.FORTUNE_NUMBER, Integer.class);
    cancellation.check();
    if (deityId == null) {
      if (number != null) {
        throw failure(
            "filter fortune_number is "
                + number
                + ", but there is no deity_id; give the deity whose poem it is");
      }
      return byQuestion(null);
    }
    listener.resolving();
    Deity deity = deities.get(deityId);
    if (deity == null) {
      throw failure("deity_id \"" + deityId + "\" is not in the index; it has " + deities.keySet());
    }
    cancellation.check();
    return number == null ? byQuestion(deity) : byNumber(deity, number);
  }

  private Retrieval byNumber(Deity deity, int number) throws RetrievalException, IOException {
    listener.searching(deity.collection());
    OptionalInt document = reader.locate(new PoemKey(deity.id(), number));
    if (document.isEmpty()) {
      throw failure(
          deity.id() + " has no poem " + number + "; its numbers are 1 to " + deity.poemCount());
    }
    cancellation.check();
    listener.reading(Integer.toString(number));
    Poem poem = reader.read(document.getAsInt());
    cancellation.check();
    listener.found(deity.collection());
    cancellation.check();
    return new Retrieval(List.of(passage(poem, null)), 1.0);
  }

  private Retrieval byQuestion(@Nullable Deity deity) throws RetrievalException, IOException {
    String collection = deity == null ? allCollections() : deity.collection();
    listener.searching(collection);
    List<PoemReader.Hit> hits =
        reader.match(query.question(), deity == null ? null : deity.id(), MOST_PASSAGES);
    if (hits.isEmpty()) {
      // Without the question: it is the user's, and this text may be logged.
      throw failure("no poem of " + collection + " shares a word with the question");
    }
    List<Passage> passages = new ArrayList<>();
    cancellation.check();
    for (PoemReader.Hit hit : hits) {
      listener.reading(Integer.toString(reader.numberOf(hit.document())));
      passages.add(passage(reader.read(hit.document()), hit.score()));
      cancellation.check();
    }
    listener.found(collection);
    cancellation.check();
    return new Retrieval(passages, null);
  }

  private String allCollections() {
    return deities.values().stream().map(Deity::collection).collect(Collectors.joining(", "));
  }

  private Passage passage(Poem poem, @Nullable Double score) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put(PoemIndex.DEITY_ID, poem.deityId());
    reference.put(PoemIndex.FORTUNE_NUMBER, poem.number());
    Map<String, String> facts = new LinkedHashMap<>();
    Deity deity = deities.get(poem.deityId());
    put(facts, "deity_name", deity == null ? poem.deityId() : deity.name());
    put(facts, "rank", poem.rank());
    put(facts, "stems", poem.stems());
    put(facts, "story", poem.story());
    put(facts, "theme", inLanguage(poem.themes()));
    poem.topics()
        .forEach(
            (topic, note) -> {
              put(facts, "topic." + topic, inLanguage(note.texts()));
              put(facts, "source." + topic, note.source());
            });
    return new Passage(poem.title(), String.join("\n", poem.lines()), score, reference, facts);
  }

  private static void put(Map<String, String> facts, String name, String value) {
    if (!value.isBlank()) {
      facts.put(name, value);
    }
  }

  /** In the asker's language, else in English, else in any; empty if there is none. */
  private String inLanguage(Map<String, String> texts) {
    String text = texts.getOrDefault(query.locale().getLanguage(), texts.get("en"));
    return text != null ? text : texts.values().stream().findFirst().orElse("");
  }

  private <T> @Nullable T filter(String name, Class<T> type) throws RetrievalException {
    Object value = query.filters().get(name);
    if (value == null) {
      return null;
    }
    if (!type.isInstance(value)) {
      throw failure(
          "filter "
              + name
              + " is of type "
              + value.getClass().getSimpleName()
              + "; give a value of type "
              + type.getSimpleName());
    }
    return type.cast(value);
  }

  private static RetrievalException failure(String message) {
    return new RetrievalException(message, null);
  }
}
