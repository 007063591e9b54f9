package dev.tidings.lucene;

import dev.tidings.Cancellation;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.rag.RetrievalListener;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One retrieval, step by step: the listener is told of each right before it is done. */
final class EntryRetrieval {
  private static final int MOST_PASSAGES = 3;

  private final EntrySearcher entries;
  private final RetrievalFace face;
  private final RagQuery query;
  private final RetrievalListener listener;
  private final Cancellation cancellation;

  EntryRetrieval(
      EntrySearcher entries,
      RetrievalFace face,
      RagQuery query,
      RetrievalListener listener,
      Cancellation cancellation) {
    this.entries = entries;
    this.face = face;
    this.query = query;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /** Makes the vector of a question, or null. */
  interface Meanings {
    EntryDocuments.@Nullable Meant of(String question);
  }

  /** Retrieves; the meaning is asked for only when the question is searched. */
  Retrieval run(Meanings meanings) throws RetrievalException, IOException {
    String collection = collection();
    String id = id();
    cancellation.check();
    if (collection == null) {
      if (id != null) {
        throw failure(
            "filter "
                + face.idFilter()
                + " is "
                + id
                + ", but there is no "
                + face.collectionFilter()
                + "; give that too");
      }
      return byQuestion(null, meanings);
    }
    listener.resolving();
    if (!face.collections().contains(collection)) {
      throw failure(
          face.collectionFilter()
              + " \""
              + collection
              + "\" is not in the index; it has "
              + face.collections());
    }
    cancellation.check();
    return id == null ? byQuestion(collection, meanings) : byId(collection, id);
  }

  private Retrieval byId(String collection, String id) throws RetrievalException, IOException {
    listener.searching(face.name(collection));
    OptionalInt document = entries.locate(collection, id);
    if (document.isEmpty()) {
      throw RetrievalException.nothingFound(face.missing(collection, id));
    }
    cancellation.check();
    listener.reading(id);
    Entry entry = entries.read(document.getAsInt());
    cancellation.check();
    listener.found(face.name(collection));
    cancellation.check();
    return new Retrieval(List.of(face.passage(entry, null, query.locale())), 1.0);
  }

  private Retrieval byQuestion(@Nullable String collection, Meanings meanings)
      throws RetrievalException, IOException {
    String name = collection == null ? allCollections() : face.name(collection);
    listener.searching(name);
    SearchRequest request = SearchRequest.of(query.question()).limit(MOST_PASSAGES);
    EntrySearcher.Hits hits =
        entries.search(
            collection == null ? request : request.collection(collection),
            meanings.of(query.question()));
    if (hits.hits().isEmpty()) {
      // Without the question: it is the user's, and this text may be logged.
      throw RetrievalException.nothingFound("nothing in " + name + " fits the question");
    }
    cancellation.check();
    listener.matched(hits.hits().size());
    cancellation.check();
    List<Passage> passages = new ArrayList<>();
    for (EntrySearcher.Hit hit : hits.hits()) {
      listener.reading(entries.idOf(hit.document()));
      Entry entry = entries.read(hit.document());
      passages.add(face.passage(entry, hit.score(), query.locale()));
      cancellation.check();
    }
    listener.found(name);
    cancellation.check();
    return new Retrieval(passages, hits.match());
  }

  private String allCollections() {
    return face.collections().stream().map(face::name).collect(Collectors.joining(", "));
  }

  private @Nullable String collection() throws RetrievalException {
    Object value = query.filters().get(face.collectionFilter());
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw wrongType(face.collectionFilter(), value, "String");
  }

  private @Nullable String id() throws RetrievalException {
    Object value = query.filters().get(face.idFilter());
    if (value == null) {
      return null;
    }
    // JSON readers give whole numbers in several types.
    boolean whole =
        value instanceof Integer
            || value instanceof Long
            || value instanceof Short
            || value instanceof Byte
            || value instanceof BigInteger;
    if (whole || (face.textIds() && value instanceof String)) {
      return value.toString();
    }
    throw wrongType(face.idFilter(), value, face.textIds() ? "String" : "Integer");
  }

  private static RetrievalException wrongType(String filter, Object value, String type) {
    return failure(
        "filter "
            + filter
            + " is of type "
            + value.getClass().getSimpleName()
            + "; give a value of type "
            + type);
  }

  private static RetrievalException failure(String message) {
    return new RetrievalException(message, null);
  }
}
