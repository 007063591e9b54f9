package dev.tidings.testkit.dialect;

import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.TaskHead;
import dev.tidings.TaskView;
import dev.tidings.internal.stream.Opening;
import dev.tidings.internal.stream.Streams;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Framing;
import dev.tidings.stream.Session;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Real sessions of a hub's tasks, on a wire of the tests' own. */
final class Wire {
  private static final int MOST = 1_000_000;

  private final Framing framing = new MessageFraming();
  private final Streams streams;

  Wire(ProgressHub hub) {
    streams =
        new Streams(
            hub,
            new Streams.Settings(
                StreamObserver.none(),
                Duration.ofSeconds(1),
                Duration.ofDays(1),
                Duration.ofSeconds(1),
                MOST,
                MOST,
                MOST));
  }

  /** Whether a client that comes with that id, or with none, is not refused. */
  boolean reaches(TaskView task, Dialect dialect, @Nullable String lastId) {
    return Streams.reaches(task, place(task, lastId), dialect, dialect.voice());
  }

  private static Position place(TaskView task, @Nullable String lastId) {
    return Streams.place(task, Optional.ofNullable(lastId));
  }

  /** Opens a connection of a client that comes with that id, or with none. */
  Session open(
      TaskView task, Dialect dialect, Voice voice, @Nullable String lastId, MessageSink sink) {
    Opening opening =
        new Opening(dialect, voice, framing, place(task, lastId), Duration.ofDays(1), null, null);
    return streams.open(task, opening, sink);
  }

  /** What a client that comes late reads, beside what is said to it alone. */
  MessageSink read(TaskView task, Dialect dialect, @Nullable String lastId) {
    MessageSink sink = MessageSink.eager();
    Session unused = open(task, dialect, new Silent(dialect.voice()), lastId, sink);
    return sink;
  }

  /** A voice that says nothing but an opening that is needed: what is left is what all are told. */
  private record Silent(Voice voice) implements Voice {
    @Override
    public Beginning beginning() {
      return voice.beginning() == Beginning.AT_PRESENT ? Beginning.AT_PLACE : voice.beginning();
    }

    @Override
    public void opening(TaskHead task, ProgressEvent.Resync state, Words out) {
      voice.opening(task, state, out);
    }
  }
}
