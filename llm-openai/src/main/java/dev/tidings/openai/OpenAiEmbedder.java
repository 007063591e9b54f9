package dev.tidings.openai;

import dev.tidings.Cancellation;
import dev.tidings.rag.Embedder;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import java.util.List;
import java.util.Objects;

/**
 * An embedder behind any endpoint that speaks OpenAI's {@code /embeddings}. It is thread-safe; one
 * is enough for all tasks.
 *
 * <p>Texts go in batches, one after another, on the calling thread. What fails passingly is tried
 * again batch by batch, as by {@link OpenAiChatModel}, and so are its time-outs, cancellation and
 * interrupts. A result with a vector missing, of another length, or with a number that is none is
 * {@code LLM_UNAVAILABLE}; it never gets out.
 */
public final class OpenAiEmbedder implements Embedder, AutoCloseable {
  private final EmbedderSettings settings;
  private final Ownership ownership;

  OpenAiEmbedder(EmbedderSettings settings, Ownership ownership) {
    this.settings = settings;
    this.ownership = ownership;
  }

  /** A builder with the defaults its methods name; only the model must be set. */
  public static OpenAiEmbedderBuilder builder() {
    return new OpenAiEmbedderBuilder();
  }

  /**
   * {@inheritDoc}
   *
   * <p>What the listener throws ends the call and comes out unchanged.
   *
   * @throws IllegalArgumentException if a text is blank; endpoints refuse the whole batch for it
   */
  @Override
  public List<float[]> embed(
      List<String> texts, EmbeddingListener listener, Cancellation cancellation)
      throws EmbeddingException {
    List<String> all = List.copyOf(texts);
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    for (int i = 0; i < all.size(); i++) {
      EndpointBuilder.check(!all.get(i).isBlank(), "text " + i + " is blank; leave it out");
    }
    return new EmbeddingCall(settings, all, listener, cancellation).run();
  }

  /**
   * The call closes the idle connections of a client of its own, and does nothing to a client of
   * the host. Running calls go on: the host cancels them first.
   */
  @Override
  public void close() {
    ownership.close(settings.endpoint().client());
  }

  /** The model and the host it is on; neither key nor query. */
  @Override
  public String toString() {
    return "OpenAiEmbedder["
        + settings.model()
        + " on "
        + settings.endpoint().address().host()
        + "]";
  }
}
