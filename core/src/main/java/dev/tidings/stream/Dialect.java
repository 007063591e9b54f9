package dev.tidings.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What clients of one kind read: a dialect says a task's events in their words. It keeps nothing
 * between two calls, and what it says of an event depends on the task's head and the event alone.
 * So an event is said once, its bytes go to every reader, and a reader may begin anywhere. What one
 * connection is told beside that is its {@link Voice}.
 *
 * <p>The hub's threads call a dialect, several at a time, outside any lock; it must not block. What
 * it throws ends the stream that asked, as {@link SessionEnd#FAULT}, and no other.
 *
 * <p>{@code DialectContract} of the testkit says what else clients rely on.
 */
public interface Dialect {
  /**
   * What the dialect is called, in metrics too, for example {@code enhanced}. Two dialects of one
   * name say the same: their readers share the bytes.
   */
  String name();

  /**
   * The dialect says an event in none, one or several messages. Its id goes with the last one, so a
   * client that comes back with it has had them all. Any text is joined with its neighbours or told
   * in parts, and progress may be left out, as {@link ProgressEvent} and {@link
   * dev.tidings.EventCursor} say.
   *
   * @param event never a {@link ProgressEvent.Resync}, which is the voice's {@link Voice#opening}
   */
  void say(TaskHead task, ProgressEvent event, Words out);

  /** The voice of a connection for which the host names no other; asked once for each. */
  Voice voice();

  /**
   * Whether the dialect says texts as they are written. One that says nothing of a {@link
   * ProgressEvent.Text} returns false: its clients then go on at an id that lies inside texts which
   * were joined meanwhile, where others need the state first.
   */
  default boolean tellsText() {
    return true;
  }

  /** The headers of its streams, beside the transport's own or in their place. */
  default Map<String, String> headers() {
    return Map.of();
  }

  /** The time between two signs of life unless the host gives another; at least a second. */
  default Duration pingInterval() {
    return Duration.ofSeconds(15);
  }

  /**
   * What a client that gets no stream reads instead.
   *
   * @param status the HTTP status, from 400 on
   * @param code the reason for programs, for example {@code too_many_streams}
   * @param sentence the reason for people
   */
  default ErrorBody errorBody(int status, String code, String sentence) {
    return new ErrorBody("text/plain;charset=utf-8", sentence);
  }

  /**
   * What this dialect says of an event, for an answer that is no stream: the bodies of its messages
   * in order.
   */
  default List<byte[]> bodies(TaskHead task, ProgressEvent event) {
    List<byte[]> bodies = new ArrayList<>(1);
    say(
        task,
        event,
        new Words() {
          @Override
          public void message(byte[] body) {
            bodies.add(body);
          }

          @Override
          public void message(String name, byte[] body) {
            bodies.add(body);
          }

          @Override
          public void comment() {}
        });
    return bodies;
  }

  /**
   * The body of an answer that is no stream.
   *
   * @param contentType for example {@code application/problem+json}
   * @param text the body, to be sent in UTF-8
   */
  record ErrorBody(String contentType, String text) {
    /** The text in UTF-8. */
    public byte[] bytes() {
      return text.getBytes(UTF_8);
    }
  }
}
