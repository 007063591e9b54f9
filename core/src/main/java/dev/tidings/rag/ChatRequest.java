package dev.tidings.rag;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a model is asked to write. It is immutable.
 *
 * @param messages the prompt
 * @param options how it is to be written
 * @param context what the prompt was made of, or null if nobody says; a model need not look at it
 */
public record ChatRequest(
    List<ChatMessage> messages, ChatOptions options, @Nullable RagContext context) {
  /** The constructor takes a copy of the messages. */
  public ChatRequest {
    messages = List.copyOf(messages);
    Objects.requireNonNull(options, "options");
  }

  /** A request of these messages, which leaves it to the model how it writes. */
  public static ChatRequest of(List<ChatMessage> messages) {
    return new ChatRequest(messages, ChatOptions.none(), null);
  }

  /** A request of these messages; see {@link #of(List)}. */
  public static ChatRequest of(ChatMessage... messages) {
    return of(List.of(messages));
  }

  /** The same request, to be written so. */
  public ChatRequest withOptions(ChatOptions other) {
    return new ChatRequest(messages, other, context);
  }

  /** The same request, saying what its prompt was made of. */
  public ChatRequest withContext(RagContext other) {
    return new ChatRequest(messages, options, other);
  }
}
