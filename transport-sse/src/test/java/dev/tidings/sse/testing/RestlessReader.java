package dev.tidings.sse.testing;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client that takes writes at random speed, breaks off at a random byte, and comes back with the
 * id of the last event it got whole. One connection at a time; the end of each starts the next.
 */
public final class RestlessReader {
  private final SseTransport transport;
  private final String taskId;
  private final ScheduledExecutorService threads;
  private final Random random;
  private final List<Sent> kept = new ArrayList<>();
  private final CompletableFuture<List<Sent>> end = new CompletableFuture<>();
  private int connections;
  private @Nullable String lastId;

  /** A reader that has not connected yet. */
  public RestlessReader(
      SseTransport transport, String taskId, ScheduledExecutorService threads, long seed) {
    this.transport = transport;
    this.taskId = taskId;
    this.threads = threads;
    this.random = new Random(seed);
  }

  /** The task it reads. */
  public String taskId() {
    return taskId;
  }

  /** How often it connected. */
  public int connections() {
    return connections;
  }

  /** Whether the event is a task's last. */
  public static boolean isTerminal(Sent event) {
    return event.type().equals("enhanced_complete") || event.type().equals("enhanced_error");
  }

  /** Waits for its end; everything it got but the pings. */
  public List<Sent> awaitEnd() throws InterruptedException, ExecutionException, TimeoutException {
    return end.get(40, SECONDS);
  }

  /** Connects, again and again until it has the end. */
  public void connect() {
    try {
      connections++;
      SseResponse response = transport.respond(StreamRequest.forTask(taskId).lastEventId(lastId));
      if (response.kind() == StreamAnswer.Kind.STREAM) {
        response.stream(new Connection());
      } else if (response.kind() == StreamAnswer.Kind.NOTHING_MORE) {
        end.complete(kept);
      } else {
        throw new AssertionError("refused: " + response.detail());
      }
    } catch (RuntimeException | AssertionError fault) {
      end.completeExceptionally(fault);
    }
  }

  private void keep(Sent event) {
    if (!event.type().equals("enhanced_ping")) {
      kept.add(event);
      lastId = event.id();
    }
  }

  private void later(Runnable action) {
    // Now and then for long enough to fall behind.
    int millis = random.nextInt(16) == 0 ? 300 : random.nextInt(12);
    ScheduledFuture<?> unused = threads.schedule(action, millis, MILLISECONDS);
  }

  private final class Connection implements Sink {
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile Runnable ready = () -> {};
    private volatile boolean taking;
    private volatile boolean broken;
    private int writesLeft = 1 + random.nextInt(12);

    @Override
    public void start(Runnable onReady, Consumer<Throwable> onGone) {
      ready = onReady;
    }

    @Override
    public boolean ready() throws IOException {
      if (broken) {
        throw new IOException("broken, as the test asked");
      }
      return !taking;
    }

    @Override
    public void write(ByteBuffer bytes) {
      if (over.get() || taking) {
        end.completeExceptionally(new AssertionError("a write at a wrong time"));
        return;
      }
      writesLeft--;
      int length = writesLeft > 0 ? bytes.remaining() : random.nextInt(bytes.remaining());
      got.write(bytes.array(), bytes.arrayOffset() + bytes.position(), length);
      if (writesLeft == 0) {
        taking = true;
        later(this::fail);
      } else if (random.nextInt(4) == 0) {
        taking = true;
        later(this::take);
      }
    }

    private void take() {
      taking = false;
      ready.run();
    }

    private void fail() {
      broken = true;
      ready.run();
    }

    @Override
    public void end() {
      over();
    }

    @Override
    public void abort() {
      over();
    }

    private void over() {
      if (over.compareAndSet(false, true)) {
        try {
          EventStreams.parse(got.toByteArray()).forEach(RestlessReader.this::keep);
          later(RestlessReader.this::connect);
        } catch (RuntimeException | AssertionError fault) {
          end.completeExceptionally(fault);
        }
      }
    }
  }
}
