package dev.tidings.rag;

/**
 * Is told what a {@link Retriever} really does, on the retriever's thread. A retriever makes each
 * call right before (or, for {@link #found}, right after) the work it names, in the order below,
 * and leaves out what it does not do.
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
}
