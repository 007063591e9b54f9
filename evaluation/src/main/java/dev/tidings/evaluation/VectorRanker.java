package dev.tidings.evaluation;

import dev.tidings.Cancellation;
import dev.tidings.lucene.Poem;
import dev.tidings.rag.Embedder;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Vectors alone: poems by the cosine between a question's vector and that of a text of theirs. */
public final class VectorRanker implements Ranker {
  private final List<Poem> poems;
  private final List<float[]> vectors;
  private final Embedder questions;

  /**
   * A ranker.
   *
   * @param text what of a poem is embedded
   */
  public VectorRanker(
      List<Poem> poems, Function<Poem, String> text, Embedder passages, Embedder questions)
      throws EmbeddingException {
    this.poems = List.copyOf(poems);
    this.questions = questions;
    this.vectors =
        passages.embed(
            poems.stream().map(text).toList(), EmbeddingListener.none(), Cancellation.none());
  }

  @Override
  public List<PoemRef> rank(String text, @Nullable String deityId, int limit) {
    float[] question;
    try {
      question = questions.embed(text, Cancellation.none());
    } catch (EmbeddingException e) {
      throw new IllegalStateException(e);
    }
    record Near(Poem poem, double cosine) {}
    List<Near> near = new ArrayList<>();
    for (int i = 0; i < poems.size(); i++) {
      Poem poem = poems.get(i);
      if (deityId == null || poem.deityId().equals(deityId)) {
        near.add(new Near(poem, cosine(question, vectors.get(i))));
      }
    }
    return near.stream()
        .sorted(Comparator.comparingDouble(Near::cosine).reversed())
        .limit(limit)
        .map(each -> new PoemRef(each.poem.deityId(), each.poem.number()))
        .toList();
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double lengths = 0;
    double others = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      lengths += a[i] * a[i];
      others += b[i] * b[i];
    }
    return dot / Math.sqrt(lengths * others);
  }
}
