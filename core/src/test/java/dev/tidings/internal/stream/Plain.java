package dev.tidings.internal.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressHub;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Framing;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamObserver;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The plainest of each thing around a session: one line for each event. */
final class Plain {
  private Plain() {}

  /** Says an event by its sequence, its kind, and its text or message. */
  static class Lines implements Dialect {
    @Override
    public String name() {
      return "plain";
    }

    @Override
    public void say(TaskHead task, ProgressEvent event, Words out) {
      String more = "";
      if (event instanceof ProgressEvent.Text text) {
        more = text.text();
      } else if (event instanceof ProgressEvent.Progress progress) {
        more = task.render(progress.message());
      }
      String line = event.sequence() + " " + event.getClass().getSimpleName() + " " + more;
      out.message(line.getBytes(UTF_8));
    }

    @Override
    public Voice voice() {
      return (task, state, out) ->
          out.message((state.sequence() + " " + state.snapshot().text()).getBytes(UTF_8));
    }
  }

  /** A line for each message. */
  static class LineFraming implements Framing {
    @Override
    public String name() {
      return "lines";
    }

    @Override
    public byte[] message(@Nullable String id, @Nullable String name, byte[] body) {
      return (new String(body, UTF_8) + "\n").getBytes(UTF_8);
    }

    @Override
    public byte[] comment() {
      return ":\n".getBytes(UTF_8);
    }

    @Override
    public byte[] retry(Duration after) {
      return "retry\n".getBytes(UTF_8);
    }
  }

  /** Takes everything at once, and says so to whoever wants the text. */
  static class Taking implements Sink {
    private final Consumer<String> taken;
    private String ended = "";

    Taking(Consumer<String> taken) {
      this.taken = taken;
    }

    @Override
    public void start(Runnable ready, Consumer<Throwable> gone) {}

    @Override
    public boolean ready() {
      return true;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      taken.accept(UTF_8.decode(bytes.duplicate()).toString());
    }

    @Override
    public synchronized void end() {
      ended = ended + "ended";
    }

    @Override
    public synchronized void abort() {
      ended = ended + "aborted";
    }

    /** How it was ended: {@code ended}, {@code aborted}, or nothing. */
    synchronized String ended() {
      return ended;
    }
  }

  /** Streams of that hub with the usual limits. */
  static Streams streams(ProgressHub hub) {
    return streams(hub, StreamObserver.none());
  }

  /** The same with somebody who looks on. */
  static Streams streams(ProgressHub hub, StreamObserver observer) {
    return new Streams(
        hub,
        new Streams.Settings(
            observer,
            Duration.ofSeconds(2),
            Duration.ofSeconds(20),
            Duration.ofSeconds(1),
            10_000,
            2_000,
            100));
  }

  /** From the first event on. */
  static Opening opening(Dialect dialect) {
    return opening(dialect, dialect.voice(), new LineFraming(), Position.START);
  }

  /** From that place on, on that wire. */
  static Opening opening(Dialect dialect, Voice voice, Framing framing, Position place) {
    return new Opening(dialect, voice, framing, place, Duration.ofSeconds(15), null, null);
  }
}
