package dev.tidings.embed.bge;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallzhv15q.BgeSmallZhV15QuantizedEmbeddingModel;
import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.rag.Embedder;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import java.util.ArrayList;
import java.util.List;

/**
 * Embeds Chinese texts with bge-small-zh-v1.5 (quantised, 512 dimensions) on the calling thread,
 * one after the other. A text takes some milliseconds on one core. Thread-safe; the model is loaded
 * once for the whole process.
 */
public final class BgeZhEmbedder implements Embedder {
  /** What tells vectors of this model from those of others. */
  public static final String NAME = "bge-small-zh-v1.5-q";

  /** What the model's card puts before a question that is to find passages. */
  private static final String QUESTION = "为这个句子生成表示以用于检索相关文章：";

  private static final int BATCH = 16;

  private final EmbeddingModel model;
  private final String prefix;

  private BgeZhEmbedder(EmbeddingModel model, String prefix) {
    this.model = model;
    this.prefix = prefix;
  }

  /** An embedder of passages. */
  public static BgeZhEmbedder create() {
    return new BgeZhEmbedder(new BgeSmallZhV15QuantizedEmbeddingModel(Runnable::run), "");
  }

  /** The same model for the questions that are to find them. */
  public BgeZhEmbedder forQuestions() {
    return new BgeZhEmbedder(model, QUESTION);
  }

  @Override
  public List<float[]> embed(
      List<String> texts, EmbeddingListener listener, Cancellation cancellation)
      throws EmbeddingException {
    List<float[]> vectors = new ArrayList<>(texts.size());
    for (int start = 0; start < texts.size(); start += BATCH) {
      cancellation.check();
      for (String text : texts.subList(start, Math.min(texts.size(), start + BATCH))) {
        vectors.add(vector(text));
        cancellation.check();
      }
      listener.embedded(vectors.size(), texts.size());
    }
    return vectors;
  }

  private float[] vector(String text) throws EmbeddingException {
    try {
      return model.embed(TextSegment.from(prefix + text)).content().vector();
    } catch (RuntimeException | UnsatisfiedLinkError fault) {
      throw new EmbeddingException(
          FailureCode.LLM_REJECTED,
          "the model cannot embed a text of " + text.length() + " characters: " + fault,
          null,
          fault);
    }
  }
}
