package dev.tidings.examples.fortune;

import dev.tidings.lucene.Meaning;
import dev.tidings.rag.Embedder;
import java.util.Optional;

/**
 * The model of {@code tidings-embed-bge-zh}, which is on the class path only in the profile {@code
 * vectors}: with its runtime it weighs 127 MB, which the plain demo does without.
 */
final class ChineseModel {
  private static final String EMBEDDER = "dev.tidings.embed.bge.BgeZhEmbedder";

  /** What this model thinks of texts that have nothing to do with each other stays below. */
  private static final double LEAST_COSINE = 0.5;

  private ChineseModel() {}

  /** The model, if it is there. */
  static Optional<Meaning> find() {
    Class<?> type;
    try {
      type = Class.forName(EMBEDDER);
    } catch (ClassNotFoundException without) {
      return Optional.empty();
    }
    try {
      Object passages = type.getMethod("create").invoke(null);
      Object questions = type.getMethod("forQuestions").invoke(passages);
      String name = (String) type.getField("NAME").get(null);
      return Optional.of(
          Meaning.chinese(name, (Embedder) passages, (Embedder) questions, LEAST_COSINE));
    } catch (ReflectiveOperationException | ClassCastException fault) {
      throw new IllegalStateException(
          "tidings-embed-bge-zh is of another version than this server; build both together",
          fault);
    }
  }
}
