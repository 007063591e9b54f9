package dev.tidings.embed.bge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidings.Cancellation;
import dev.tidings.Registration;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BgeZhEmbedderTest {
  private static final BgeZhEmbedder EMBEDDER = BgeZhEmbedder.create();

  @Test
  void textsOfOneMeaningAreNearerThanOthers() throws EmbeddingException {
    List<float[]> passages =
        EMBEDDER.embed(
            List.of("姻缘天定，佳期将至。", "田里丰收，粮食满仓。"), EmbeddingListener.none(), Cancellation.none());
    float[] question = EMBEDDER.forQuestions().embed("我什么时候结婚？", Cancellation.none());

    assertThat(question).hasSize(512);
    assertThat(cosine(question, passages.get(0))).isGreaterThan(cosine(question, passages.get(1)));
  }

  @Test
  void tellsEachBatchAndKeepsTheOrder() throws EmbeddingException {
    List<String> texts = new ArrayList<>(Collections.nCopies(19, "平安"));
    texts.add("官司");
    List<String> told = new ArrayList<>();

    List<float[]> vectors =
        EMBEDDER.embed(texts, (done, total) -> told.add(done + "/" + total), Cancellation.none());

    assertThat(told).containsExactly("16/20", "20/20");
    assertThat(vectors).hasSize(20);
    assertThat(cosine(vectors.get(0), vectors.get(18))).isGreaterThan(0.999);
    assertThat(cosine(vectors.get(0), vectors.get(19))).isLessThan(0.9);
  }

  @Test
  void nothingIsEmbeddedAsNothing() throws EmbeddingException {
    assertThat(EMBEDDER.embed(List.of(), EmbeddingListener.none(), Cancellation.none())).isEmpty();
  }

  @Test
  void stopsWhenItIsCancelled() {
    List<Integer> told = new ArrayList<>();
    Cancellation afterTheFirstBatch =
        new Cancellation() {
          @Override
          public boolean requested() {
            return !told.isEmpty();
          }

          @Override
          public Registration onRequested(Runnable action) {
            throw new UnsupportedOperationException("it only checks");
          }
        };

    assertThatExceptionOfType(TaskCancelledException.class)
        .isThrownBy(
            () ->
                EMBEDDER.embed(
                    Collections.nCopies(40, "平安"),
                    (done, total) -> told.add(done),
                    afterTheFirstBatch));
    assertThat(told).containsExactly(16);
  }

  private static double cosine(float[] a, float[] b) {
    double dot = 0;
    double one = 0;
    double other = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
      one += a[i] * a[i];
      other += b[i] * b[i];
    }
    return dot / Math.sqrt(one * other);
  }
}
