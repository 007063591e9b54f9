package dev.tidings.rag;

/**
 * A listener is told what a {@link Retriever} and a {@link Reranker} really do, by the thread that
 * called them. What it throws ends their call and comes out of it unchanged. A retriever makes each
 * call right before (or, for {@link #matched} and {@link #found}, right after) the work it names,
 * in the order below, and leaves out what it does not do.
 */
public interface RetrievalListener {
  /** The names in the query are about to be resolved to a collection. */
  void resolving();

  /**
   * The collection is about to be queried.
   *
   * @param collection its name for people
   */
  void searching(String collection);

  /**
   * A model that the search needs is about to be tried again, after the delay that the attempt
   * names.
   */
  default void attempt(ChatAttempt attempt) {}

  /**
   * The search is over.
   *
   * @param count how many items fit, each of which is read now; at least 1
   */
  default void matched(int count) {}

  /**
   * One item is about to be read.
   *
   * @param item its number or name for people
   */
  void reading(String item);

  /**
   * The passages were read.
   *
   * @param collection the collection's name for people
   */
  void found(String collection);

  /**
   * The passages are being judged once more, against the question.
   *
   * @param done how many were judged, from 0
   * @param of how many there are, at least 1
   */
  default void reranking(int done, int of) {}
}
