package dev.tidings.openai;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import java.util.Objects;
import okhttp3.OkHttpClient;

/**
 * A chat model behind any endpoint that speaks OpenAI's chat completions: OpenAI's own, a gateway,
 * or a server in the next room. It is thread-safe; one is enough for all tasks.
 *
 * <p>Everything happens on the thread that calls {@link #stream}: it sends the request, reads the
 * stream and calls the listener, whose {@code sent()} comes when the request has been flushed to
 * the connection. Pieces are passed on exactly as they came, never joined, cut or trimmed; only a
 * key that an endpoint quotes is struck out. Time the listener takes does not count against the
 * idle time-out.
 *
 * <h2>When is an answer complete</h2>
 *
 * With a finish reason, or with {@code [DONE]}, which without a reason before it counts as {@code
 * stop}. What comes or breaks after that is no failure; at most the usage is missing. The call
 * returns with {@code [DONE]}, or with the usage, or 250 ms after the reason. A reason is passed on
 * in the endpoint's own word. It may come without any content. What a body is shows in its first
 * bytes; an endpoint that ignores {@code stream} and answers with one JSON object gives one piece.
 *
 * <h2>What fails, and how</h2>
 *
 * <ul>
 *   <li>{@code LLM_RATE_LIMITED}: 429, with the endpoint's {@code Retry-After}.
 *   <li>{@code LLM_REJECTED}: any other 4xx but 408 and 409, a used-up quota, a redirect, a content
 *       filter, a refusal, with its sentence, and a model that asks for a tool and writes nothing.
 *   <li>{@code LLM_UNAVAILABLE}: 5xx, 408, 409, no connection, a time-out of any kind (the text
 *       says which), a stream that ends or turns to nonsense before its first content.
 *   <li>{@code LLM_TRUNCATED}: a stream that breaks off, reports an error or turns to nonsense
 *       after content, or an answer longer than permitted.
 * </ul>
 *
 * An error object inside a success is judged by its type and code in the same way. Rate limits and
 * unavailability before the first content are tried again, but not a first-token or total time-out.
 * A wait is never shorter than {@code Retry-After}; if it would outlast the total time-out, the
 * failure is thrown at once. A pooled connection that the endpoint has closed meanwhile is replaced
 * at once, and is no try.
 *
 * <h2>How it stops</h2>
 *
 * A cancellation closes the connection or ends the wait between tries at once, from any thread. An
 * interrupt of the calling thread does so within 200 ms; it stays set, and the call fails as
 * unavailable, or as truncated once content has come. The name look-up of the JDK is the one step
 * that nothing can interrupt.
 */
public final class OpenAiChatModel implements ChatModel, AutoCloseable {
  private final ChatSettings settings;
  private final Ownership ownership;

  OpenAiChatModel(ChatSettings settings, Ownership ownership) {
    this.settings = settings;
    this.ownership = ownership;
  }

  /** A builder with the defaults its methods name; only the model must be set. */
  public static OpenAiChatModelBuilder builder() {
    return new OpenAiChatModelBuilder();
  }

  /**
   * {@inheritDoc}
   *
   * <p>What the listener throws ends the call and comes out unchanged.
   */
  @Override
  public ChatCompletion stream(
      ChatRequest request, ChatListener listener, Cancellation cancellation)
      throws ChatModelException {
    Objects.requireNonNull(request, "request");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(cancellation, "cancellation");
    return new ChatCall(settings, request, listener, cancellation).run();
  }

  /**
   * The call closes the idle connections of a client of its own, and does nothing to a client of
   * the host. Running calls go on: the host cancels them first.
   */
  @Override
  public void close() {
    ownership.close(client());
  }

  /** What it sends with. */
  OkHttpClient client() {
    return settings.endpoint().client();
  }

  /** The model and the host it is on; neither key nor query. */
  @Override
  public String toString() {
    return "OpenAiChatModel["
        + settings.model()
        + " on "
        + settings.endpoint().address().host()
        + "]";
  }
}
