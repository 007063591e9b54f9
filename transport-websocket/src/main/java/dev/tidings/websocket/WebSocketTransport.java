package dev.tidings.websocket;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.FailureCode;
import dev.tidings.TaskFailure;
import dev.tidings.TaskView;
import dev.tidings.dialects.Dialects;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.websocket.internal.MessageFraming;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A transport streams tasks over WebSocket: text messages, one for each event, its JSON with one
 * more field {@code id}. A host asks it how to {@link #respond} to each client. The streams, their
 * limits, their time-outs and their end are those of the {@link TaskStreams} that it was given,
 * which other transports may share. It is thread-safe.
 */
public final class WebSocketTransport {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.websocket");

  private final TaskStreams streams;
  private final Set<String> origins;
  private final Consumer<TaskView> cancel;

  private WebSocketTransport(Builder settings) {
    streams = settings.streams;
    origins = Set.copyOf(settings.origins);
    cancel = settings.cancel;
  }

  /** A transport of those streams, for the host's own pages and for programs. */
  public static WebSocketTransport of(TaskStreams streams) {
    return builder(streams).build();
  }

  /** A new builder with the defaults. */
  public static Builder builder(TaskStreams streams) {
    return new Builder(streams);
  }

  /** The streams that it was given. */
  public TaskStreams streams() {
    return streams;
  }

  /**
   * Whether a request may become a WebSocket as far as its origin goes: it comes from a program,
   * which sends none, from a page of the same host and port, or from a page that was allowed to.
   * Browsers let any page open a WebSocket to anywhere, so a host asks this before it answers, and
   * refuses others with 403 (RFC 6455, section 10.2).
   */
  public boolean admits(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    return origin == null || origins.contains(origin) || isOwn(origin, request.getHeader("Host"));
  }

  private static boolean isOwn(String origin, @Nullable String host) {
    String lower = origin.toLowerCase(Locale.ROOT);
    return host != null
        && (lower.equals("https://" + host.toLowerCase(Locale.ROOT))
            || lower.equals("http://" + host.toLowerCase(Locale.ROOT)));
  }

  /**
   * How to answer a client. The host has checked that the client may see the task.
   *
   * @param found the task of the request's id; empty if there is none, or the client is to be told
   *     so
   */
  public WebSocketResponse respond(StreamRequest request, Optional<? extends TaskView> found) {
    StreamAnswer answer = streams.respond(request, Dialects.enhanced(), found);
    if (answer.kind() != StreamAnswer.Kind.STREAM) {
      return WebSocketResponse.refusal(CloseCode.of(answer.kind()), answer.detail());
    }
    return WebSocketResponse.stream(
        sink -> answer.stream(MessageFraming.INSTANCE, sink), () -> found.ifPresent(this::cancel));
  }

  private void cancel(TaskView task) {
    try {
      cancel.accept(task);
    } catch (RuntimeException fault) {
      log.warn("Cancelling task {} as its client asked failed", task.task().id(), fault);
    }
  }

  /** A builder collects a transport's settings. It is not thread-safe. */
  public static final class Builder {
    private final TaskStreams streams;
    private final List<String> origins = new ArrayList<>();
    private Consumer<TaskView> cancel;

    private Builder(TaskStreams streams) {
      this.streams = Objects.requireNonNull(streams, "streams");
      this.cancel = Builder::cancel;
    }

    private static void cancel(TaskView task) {
      CompletionStage<Boolean> unused =
          task.requestCancel(TaskFailure.of(FailureCode.CANCELLED).message())
              .whenComplete(
                  (ended, fault) -> {
                    if (fault != null) {
                      log.warn("Task {} was not cancelled as asked", task.task().id(), fault);
                    }
                  });
    }

    /**
     * Other origins whose pages may read streams, as browsers write them: {@code
     * https://app.example.com}.
     */
    @CanIgnoreReturnValue
    public Builder origins(Collection<String> allowed) {
      origins.addAll(allowed);
      return this;
    }

    /**
     * What to do when a client sends {@code {"type":"cancel"}}: a container's thread calls it, so
     * it must not block. What it throws is logged, and the stream goes on. Unless an action is
     * given, the run of the task that is read is cancelled.
     */
    @CanIgnoreReturnValue
    public Builder onCancel(Consumer<TaskView> action) {
      cancel = Objects.requireNonNull(action, "action");
      return this;
    }

    /** A transport with these settings. */
    public WebSocketTransport build() {
      return new WebSocketTransport(this);
    }
  }
}
