package dev.tidings.openai;

import dev.tidings.Cancellation;
import dev.tidings.Registration;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One call of an embedder: its batches, one after another, each with its tries. */
final class EmbeddingCall {
  private static final String ACCEPT = "application/json";

  private final EmbedderSettings settings;
  private final List<String> texts;
  private final EmbeddingListener listener;
  private final Cancellation cancellation;
  private final StopSignal stop = new StopSignal();
  private final List<float[]> vectors = new ArrayList<>();

  EmbeddingCall(
      EmbedderSettings settings,
      List<String> texts,
      EmbeddingListener listener,
      Cancellation cancellation) {
    this.settings = settings;
    this.texts = texts;
    this.listener = listener;
    this.cancellation = cancellation;
  }

  /**
   * Runs on the calling thread.
   *
   * @throws dev.tidings.TaskCancelledException if cancelled
   */
  List<float[]> run() throws EmbeddingException {
    Registration registration = cancellation.onRequested(stop::request);
    try {
      stop.check();
      while (vectors.size() < texts.size()) {
        int end = Math.min(texts.size(), vectors.size() + settings.batchSize());
        vectors.addAll(batch(texts.subList(vectors.size(), end)));
        listener.embedded(vectors.size(), texts.size());
      }
      return vectors;
    } finally {
      registration.close();
    }
  }

  private List<float[]> batch(List<String> batch) throws EmbeddingException {
    byte[] json = request(batch);
    Attempts attempts = new Attempts(settings.endpoint(), stop, listener::attempt);
    EmbeddingBody body = new EmbeddingBody(batch.size(), dimensions(), settings.answer(), stop);
    try {
      attempts.run((key, deadlineNanos) -> attempt(json, body, key, deadlineNanos));
      return body.vectors();
    } catch (AttemptFailure failure) {
      throw failure.toEmbeddingException(attempts.count());
    }
  }

  /** What the caller asked for, or what the first batch had. */
  private @Nullable Integer dimensions() {
    return vectors.isEmpty() ? settings.dimensions() : Integer.valueOf(vectors.get(0).length);
  }

  private void attempt(byte[] json, EmbeddingBody body, @Nullable ApiKey key, long deadlineNanos) {
    body.begin(key);
    new Attempt(
            settings.endpoint(),
            json,
            ACCEPT,
            settings.answer(),
            body,
            () -> {},
            stop,
            key,
            deadlineNanos)
        .run();
  }

  private byte[] request(List<String> batch) {
    return RequestJson.object(
        json -> {
          json.writeStringProperty("model", settings.model());
          json.writeArrayPropertyStart("input");
          batch.forEach(json::writeString);
          json.writeEndArray();
          json.writeStringProperty(
              "encoding_format", settings.encoding().name().toLowerCase(Locale.ROOT));
          if (settings.dimensions() != null) {
            json.writeNumberProperty("dimensions", settings.dimensions());
          }
        });
  }
}
