package dev.tidings.openai;

import dev.tidings.Cancellation;
import dev.tidings.Registration;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatOptions;
import dev.tidings.rag.ChatRequest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One call of the chat model: tries until there is an answer. */
final class ChatCall {
  private static final String ACCEPT = "text/event-stream, application/json";

  private final ChatSettings settings;
  private final ChatOptions options;
  private final ChatListener listener;
  private final Cancellation cancellation;
  private final byte[] json;
  private final StopSignal stop = new StopSignal();
  private final long calledNanos = System.nanoTime();
  private boolean sent;
  private @Nullable Answer answer;

  ChatCall(
      ChatSettings settings,
      ChatRequest request,
      ChatListener listener,
      Cancellation cancellation) {
    this.settings = settings;
    this.options = request.options().orElse(settings.options());
    this.listener = listener;
    this.cancellation = cancellation;
    this.json = RequestJson.of(settings, request.messages(), options);
  }

  /**
   * Runs on the calling thread.
   *
   * @throws TaskCancelledException if cancelled
   */
  ChatCompletion run() throws ChatModelException {
    Attempts attempts = new Attempts(settings.endpoint(), stop, listener::attempt);
    Registration registration = cancellation.onRequested(stop::request);
    try {
      int count = attempts.run(this::attempt);
      return Objects.requireNonNull(answer).completion(count);
    } catch (AttemptFailure failure) {
      throw failure.toException(attempts.count());
    } finally {
      registration.close();
    }
  }

  private void attempt(@Nullable ApiKey key, long deadlineNanos) {
    Answer growing = new Answer(settings, options, listener, key, calledNanos);
    answer = growing;
    new Attempt(
            settings.endpoint(),
            json,
            ACCEPT,
            settings.firstToken(),
            new ChatBody(settings, stop, growing),
            this::sent,
            stop,
            key,
            deadlineNanos)
        .run();
  }

  private void sent() {
    if (!sent) {
      sent = true;
      listener.sent();
    }
  }
}
