package dev.tidings.sse.internal;

import dev.tidings.FailureCode;
import dev.tidings.TaskFailure;
import dev.tidings.sse.SessionEnd;
import dev.tidings.sse.SseEncoder;
import dev.tidings.sse.SseRequest;
import dev.tidings.sse.SseSession;
import dev.tidings.sse.SseSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream of one event, for a client whose task went with another run of the process. */
final class LostTaskSession implements SseSession, SseSink.Completion {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings.sse");

  private final SseSink sink;
  private final CompletableFuture<SessionEnd> end = new CompletableFuture<>();

  private LostTaskSession(SseSink sink) {
    this.sink = sink;
  }

  static SseSession open(Streams streams, SseRequest request, SseSink sink) {
    TaskFailure failure = TaskFailure.of(FailureCode.TASK_LOST);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(SseEncoder.retry(streams.retry()));
    bytes.writeBytes(
        EventFormat.of(request.format())
            .taskLost(
                request.taskId(),
                streams.hub().epoch() + "-1",
                streams.hub().now(),
                failure,
                streams.hub().render(failure.message(), request.locale())));
    LostTaskSession session = new LostTaskSession(sink);
    sink.onGone(() -> session.failed(new IOException("the client is gone")));
    if (sink.blocking()) {
      streams.hub().executor().execute(() -> session.write(bytes.toByteArray()));
    } else {
      session.write(bytes.toByteArray());
    }
    return session;
  }

  private void write(byte[] bytes) {
    try {
      sink.write(ByteBuffer.wrap(bytes), this);
    } catch (RuntimeException fault) {
      log.error("Stream of a lost task failed", fault);
      if (end.complete(SessionEnd.FAULT)) {
        sink.abort();
      }
    }
  }

  @Override
  public void written() {
    if (end.complete(SessionEnd.COMPLETED)) {
      sink.close();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (end.complete(SessionEnd.CLIENT_GONE)) {
      sink.abort();
    }
  }

  @Override
  public Optional<SessionEnd> ended() {
    return Optional.ofNullable(end.getNow(null));
  }

  @Override
  public void onEnd(Consumer<SessionEnd> action) {
    CompletableFuture<Void> unused = end.thenAccept(action);
  }

  @Override
  public void close() {
    if (end.complete(SessionEnd.CLOSED)) {
      sink.abort();
    }
  }
}
