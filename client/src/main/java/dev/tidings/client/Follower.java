package dev.tidings.client;

import dev.tidings.client.Answer.HoleException;
import dev.tidings.client.Connection.State;
import dev.tidings.client.EventLines.Frame;
import dev.tidings.client.EventLines.ProtocolException;
import dev.tidings.client.EventStream.SilenceException;
import dev.tidings.client.TaskAccessException.Reason;
import dev.tidings.client.TaskCalls.AnsweredException;
import dev.tidings.client.TaskCalls.Look;
import dev.tidings.client.TaskPublisher.EventSource;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one task: one connection after the other, until its end. One thread reads; any thread may
 * close.
 *
 * <p>What keeps it true: the id to go on after is taken over only with a whole event, and events
 * leave through {@link Answer}, which gives each character once. So a connection may break
 * anywhere.
 */
final class Follower implements EventSource {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);

  /** An id that is nobody's: a server answers it with a snapshot (wire protocol, rule 6). */
  private static final String SNAPSHOT = "snapshot";

  /** From so many failures on the task itself is looked at before the next connection. */
  private static final int FAILURES_BEFORE_LOOK = 2;

  private final String taskId;
  private final Settings settings;
  private final Exchange exchange;
  private final TaskCalls calls;
  private final EventParser parser;
  private final Backoff backoff;
  private final Answer answer;
  private final Consumer<Follower> onOver;
  private final Queue<TaskEvent> ready = new ArrayDeque<>();
  private @Nullable String lastId;
  private @Nullable EventLines lines;
  private long troubleSince;
  private boolean lookFirst;
  private boolean mended;
  private boolean over;
  private @Nullable TaskAccessException failure;

  /**
   * Nothing is asked yet.
   *
   * @param onOver is told when no connection will follow, perhaps several times
   */
  Follower(
      String taskId,
      TaskEndpoints endpoints,
      Position from,
      Settings settings,
      Consumer<Follower> onOver) {
    this.taskId = taskId;
    this.settings = settings;
    this.exchange = new Exchange(settings);
    this.calls = new TaskCalls(endpoints, settings, exchange);
    this.parser = new EventParser(settings.maxEventBytes());
    this.backoff = new Backoff(settings.firstWait(), settings.longestWait(), settings.random());
    this.answer = new Answer(from.text(), settings.maxTextLength());
    this.lastId = from.lastEventId();
    this.onOver = onOver;
  }

  /**
   * The next event, waiting for it; null when there is none any more, or this was closed.
   *
   * @throws TaskAccessException if the task cannot be followed further, at each call from then on
   */
  @Override
  public @Nullable TaskEvent next() throws InterruptedException {
    while (true) {
      if (exchange.closed()) {
        return null;
      }
      TaskEvent event = ready.poll();
      if (event != null) {
        return event;
      }
      if (failure != null) {
        throw failure;
      }
      if (over) {
        return null;
      }
      goOn();
    }
  }

  /** Whether all was given that there is. */
  @Override
  public boolean over() {
    return over && ready.isEmpty();
  }

  /** What those are told whose following ends with their client. */
  static TaskAccessException clientClosed() {
    return new TaskAccessException(Reason.CLOSED, 0, "the client was closed", null);
  }

  private void goOn() throws InterruptedException {
    try {
      if (lines == null) {
        connect();
      } else {
        read(lines);
      }
    } catch (TaskAccessException refused) {
      fail(refused);
    } catch (ProtocolException broken) {
      fail(
          new TaskAccessException(Reason.PROTOCOL, 0, String.valueOf(broken.getMessage()), broken));
    } catch (IOException lost) {
      if (!exchange.closed()) {
        waitAfter(lost);
      }
    }
  }

  private void connect() throws IOException, InterruptedException {
    tell(Connection.of(State.CONNECTING, backoff.failures()));
    if (lookFirst && backoff.failures() >= FAILURES_BEFORE_LOOK && lookShowsTheEnd()) {
      return;
    }
    lookFirst = true;
    Optional<EventStream> stream;
    try {
      stream = calls.stream(lastId);
    } catch (TaskAccessException refused) {
      if (refused.reason() != Reason.GONE) {
        throw refused;
      }
      Look look = calls.look();
      if (look instanceof Look.Running) {
        throw new IOException("the server knows the task and not its stream", refused);
      }
      if (!ended(look)) {
        throw refused;
      }
      return;
    }
    if (stream.isEmpty()) {
      finish();
    } else {
      lines = new EventLines(stream.get(), settings.maxEventBytes(), backoff::base);
      tell(Connection.of(State.OPEN, backoff.failures()));
    }
  }

  /** Whether the task has ended; a look that fails shows nothing, and the stream has the word. */
  private boolean lookShowsTheEnd() throws InterruptedException {
    try {
      return ended(calls.look());
    } catch (IOException | TaskAccessException blind) {
      log.debug("Result of task {} not seen", taskId, blind);
      return false;
    }
  }

  private boolean ended(Look look) throws ProtocolException {
    if (look instanceof Look.Ended ended) {
      answer.end(ended.end(), ready);
      finish();
      return true;
    }
    return false;
  }

  private void read(EventLines from) throws IOException, InterruptedException {
    Frame frame = from.next();
    if (frame == null) {
      throw new IOException("the stream ended before its task");
    }
    TaskEvent event = frame.name().isEmpty() ? parser.event(frame.id(), frame.data()) : null;
    if (event != null) {
      answer.join(event, ready);
    }
    String id = frame.id();
    if (id == null || !id.equals(lastId)) {
      // Pings count too: they come to a connection that has been open for a while.
      backoff.succeeded();
    }
    if (id != null) {
      lastId = id;
    }
    if (event instanceof TaskEvent.End) {
      finish();
    }
  }

  private void finish() {
    over = true;
    disconnect();
    onOver.accept(this);
  }

  private void fail(TaskAccessException cause) {
    failure = cause;
    disconnect();
    onOver.accept(this);
  }

  private void disconnect() {
    lines = null;
    exchange.cut();
  }

  private void waitAfter(IOException lost) throws InterruptedException {
    if (lines != null && lost instanceof SilenceException) {
      // It was open all the time: a server without pings has little to say of a long step.
      backoff.succeeded();
    }
    disconnect();
    // Where not even a connection could be had, a look would not get further.
    lookFirst = lookFirst && !(lost.getCause() instanceof ConnectException);
    if (lost instanceof HoleException) {
      if (mended) {
        fail(new TaskAccessException(Reason.PROTOCOL, 0, String.valueOf(lost.getMessage()), lost));
        return;
      }
      mended = true;
      lastId = SNAPSHOT;
    }
    // Counted from the first failure: whoever takes its time between two events fails nothing.
    long now = settings.nanoTime().getAsLong();
    if (backoff.failures() == 0) {
      troubleSince = now;
    }
    Duration asked = lost instanceof AnsweredException answered ? answered.retryAfter() : null;
    Duration wait = backoff.failed(asked);
    if (Duration.ofNanos(now - troubleSince).plus(wait).compareTo(settings.giveUpAfter()) > 0) {
      fail(
          new TaskAccessException(
              Reason.UNREACHABLE,
              0,
              "given up after " + backoff.failures() + " failed connections: " + lost.getMessage(),
              lost));
      return;
    }
    log.debug("Stream of task {} lost; again in {} ms", taskId, wait.toMillis(), lost);
    tell(new Connection(State.RECONNECTING, backoff.failures(), wait, lost));
    exchange.pause(wait);
  }

  private void tell(Connection connection) {
    try {
      settings.connections().onConnection(taskId, connection);
    } catch (RuntimeException fault) {
      log.warn("Connection listener {} failed", settings.connections().getClass(), fault);
    }
  }

  /** Cuts the connection at once. */
  @Override
  public void close() {
    exchange.close();
    onOver.accept(this);
  }
}
