package dev.tidings.lucene;

import dev.tidings.rag.Passage;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an index looks to those who ask it: the names of its filters, and what its passages say. */
interface RetrievalFace {
  /** The filter that names the collection. */
  String collectionFilter();

  /** The filter that holds the id. */
  String idFilter();

  /** Whether an id may be text, or must be a whole number. */
  boolean textIds();

  /** The ids of all collections. */
  List<String> collections();

  /** What progress messages call a collection. */
  String name(String collection);

  /** What is said when a collection has no entry of this id. */
  String missing(String collection, String id);

  /**
   * A passage.
   *
   * @param score or null when it was looked up
   */
  Passage passage(Entry entry, @Nullable Double score, Locale locale);
}
