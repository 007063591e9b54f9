package dev.tidings.internal.stream;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.tidings.Registration;
import dev.tidings.internal.run.Faults;
import dev.tidings.internal.run.Line;
import dev.tidings.internal.task.HubContext;
import dev.tidings.internal.task.LoggedTask;
import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's stream: what its {@link Outbox} has goes to its sink, a bounded write a turn.
 *
 * <p>Everything that may be a reason to write (an append, a ping, the sink's word, a wish to close)
 * asks for a turn, and nothing else writes. Turns come one at a time, so there is one write at a
 * time, none is forgotten, and no thread waits.
 *
 * <p><b>The end.</b> {@code end} changes once, and whoever changes it ends the sink and takes the
 * session out of everything. That is a turn, or {@link #cut} on any thread, which only aborts. The
 * host's code is told in a turn.
 */
final class StreamSession implements Session, Line.Work {
  private static final Logger log = LoggerFactory.getLogger("dev.tidings");
  private static final ByteBuffer NONE = ByteBuffer.allocate(0);
  private static final long NOT_WAITING = Long.MAX_VALUE;

  private final Streams streams;
  private final HubContext hub;
  private final LoggedTask task;
  private final String taskId;
  private final String run;
  private final Opening opening;
  private final Sink sink;
  private final Outbox outbox;
  private final Line.Turn turn;
  private final long openedNanos;
  private final AtomicReference<@Nullable SessionEnd> end = new AtomicReference<>();

  /** Set once, by whoever wants the session to end after the write in flight. */
  private final AtomicReference<@Nullable SessionEnd> closing = new AtomicReference<>();

  private volatile Registration wakes = () -> {};
  private volatile boolean gone;
  private volatile boolean inTurn;

  /** Whether the session was counted out, and whether the thread that it may block is free. */
  private final AtomicBoolean left = new AtomicBoolean();

  private final AtomicBoolean freed = new AtomicBoolean();
  private volatile boolean pingDue;

  /** Since when the session waits for its client or for a turn to begin in, on the hub's ticker. */
  private volatile long waitingSince;

  // Only turns touch these.
  private ByteBuffer unsent = NONE;
  private boolean handedOut;
  private long handedOutNanos;

  private volatile boolean cutting;

  // Only ticks touch this.
  private long nextPingNanos;

  @GuardedBy("this")
  private @Nullable List<Consumer<SessionEnd>> endActions = new ArrayList<>(1);

  private StreamSession(Streams streams, LoggedTask task, Opening opening, Sink sink) {
    this.streams = streams;
    this.hub = task.hub();
    this.task = task;
    this.taskId = task.task().id();
    this.run = task.epoch();
    this.opening = opening;
    this.sink = sink;
    this.openedNanos = hub.nanoTime();
    this.waitingSince = openedNanos;
    long interval = TimeUnit.NANOSECONDS.convert(opening.ping());
    this.nextPingNanos =
        openedNanos + interval - ThreadLocalRandom.current().nextLong(interval / 8 + 1);
    this.turn = (sink.blocking() ? hub.blockingLine() : hub.line()).turn(this);
    SharedFrames frames = streams.enter(this);
    try {
      this.outbox = new Outbox(streams, task, opening, frames);
    } catch (RuntimeException | Error unmade) {
      streams.leave(this);
      streams.freed(this);
      throw unmade;
    }
  }

  /** Opens a session; its first lines are written in its first turn. */
  static StreamSession open(Streams streams, LoggedTask task, Opening opening, Sink sink) {
    StreamSession session = new StreamSession(streams, task, opening, sink);
    streams.observe(observer -> observer.sessionOpened(opening.dialect().name()));
    try {
      if (streams.add(session)) {
        session.begin();
      } else {
        session.cut(SessionEnd.SHUTDOWN);
      }
    } catch (RuntimeException | Error refused) {
      session.cut(SessionEnd.FAULT);
      throw refused;
    }
    return session;
  }

  private void begin() {
    sink.start(turn::ask, this::clientGone);
    wakes = task.watch(turn);
    turn.ask();
    if (end.get() != null) {
      wakes.close();
    }
  }

  private void clientGone(Throwable cause) {
    log.debug("Client of task {} is gone", taskId, cause);
    gone = true;
    turn.ask();
  }

  @Override
  public boolean turn() {
    inTurn = true;
    try {
      return write();
    } finally {
      inTurn = false;
      free();
    }
  }

  /** Gives the place among the streams that block back, once no turn of an ended session hangs. */
  private void free() {
    if (left.get() && !inTurn && freed.compareAndSet(false, true)) {
      streams.freed(this);
    }
  }

  private boolean write() {
    if (end.get() != null) {
      return false;
    }
    if (gone) {
      breakOff(SessionEnd.CLIENT_GONE);
      return false;
    }
    try {
      return isTaken() && goOn();
    } catch (IOException broken) {
      log.debug("Client of task {} is gone", taskId, broken);
      breakOff(SessionEnd.CLIENT_GONE);
      return false;
    }
  }

  /** Whether the client has taken everything it was given, and can take more. */
  private boolean isTaken() throws IOException {
    if (!sink.ready()) {
      if (waitingSince == NOT_WAITING) {
        waitingSince = hub.nanoTime();
      }
      outbox.hindered();
      return false;
    }
    waitingSince = NOT_WAITING;
    if (handedOut && !unsent.hasRemaining()) {
      handedOut = false;
      outbox.taken(Duration.ofNanos(hub.nanoTime() - handedOutNanos));
    }
    return true;
  }

  /** Writes what there is; whether another turn is wanted. */
  private boolean goOn() throws IOException {
    outbox.turn();
    SessionEnd wanted = closing.get();
    if (!unsent.hasRemaining()) {
      unsent = next(wanted);
      handedOutNanos = NOT_WAITING;
    }
    if (unsent.hasRemaining()) {
      writePart();
      if (!isTaken()) {
        return false;
      }
      if (unsent.hasRemaining() || wanted != null || outbox.more()) {
        return true;
      }
    }
    if (outbox.ended()) {
      finish(SessionEnd.COMPLETED);
      return false;
    }
    if (wanted != null && outbox.dismissed()) {
      finish(wanted);
      return false;
    }
    if (task.cutOff() && !outbox.more()) {
      // Whoever comes back is told what there is then.
      finish(SessionEnd.FAULT);
      return false;
    }
    return outbox.more();
  }

  private ByteBuffer next(@Nullable SessionEnd wanted) {
    if (wanted != null) {
      // On a shutdown there may be the terminal event, which nobody could come back for.
      return outbox.last(wanted == SessionEnd.SHUTDOWN);
    }
    boolean ping = pingDue;
    pingDue = false;
    return outbox.next(ping);
  }

  private void writePart() throws IOException {
    ByteBuffer part = unsent;
    if (part.remaining() > Outbox.MOST_BYTES) {
      part = unsent.slice(unsent.position(), Outbox.MOST_BYTES);
      unsent.position(unsent.position() + Outbox.MOST_BYTES);
    } else {
      unsent = NONE;
    }
    handedOut = true;
    long now = hub.nanoTime();
    handedOutNanos = handedOutNanos == NOT_WAITING ? now : handedOutNanos;
    waitingSince = now;
    sink.write(part);
  }

  @Override
  public void failed(Throwable fault) {
    breakOff(SessionEnd.FAULT);
  }

  /** Looks at the clocks; the hub's timer calls this, which only asks and hands over. */
  void tick(long nowNanos, Instant now) {
    long since = waitingSince;
    Instant expiry = opening.expiresAt();
    if (since != NOT_WAITING && nowNanos - since >= mostNanos()) {
      cutSoon();
    } else if (expiry != null && !now.isBefore(expiry)) {
      closeAs(SessionEnd.TOKEN_EXPIRED);
    } else if (nowNanos - nextPingNanos >= 0) {
      nextPingNanos = nowNanos + TimeUnit.NANOSECONDS.convert(opening.ping());
      pingDue = true;
      turn.ask();
    }
  }

  private long mostNanos() {
    return streams.writeTimeoutNanos() + TimeUnit.NANOSECONDS.convert(sink.extraTime());
  }

  private void cutSoon() {
    if (!cutting) {
      cutting = true;
      try {
        hub.cutter().execute(this::cutAsLate);
      } catch (Throwable noThread) {
        // The next tick finds the client as late as it is now.
        cutting = false;
      }
    }
  }

  private void cutAsLate() {
    try {
      cut(SessionEnd.WRITE_TIMEOUT);
    } finally {
      // Where it failed, for want of memory, a later tick tries again.
      cutting = false;
    }
  }

  /**
   * Ends the session after telling the client when to come back. At a shutdown it gets what is left
   * first.
   */
  void closeAs(SessionEnd reason) {
    if (closing.compareAndSet(null, reason)) {
      turn.ask();
    }
  }

  /** Ends the session now, on any thread; also one that hangs while it ends in order. */
  void cut(SessionEnd reason) {
    end.compareAndSet(null, reason);
    leave(sink::abort);
  }

  /** Ends the session in a turn, after a whole frame. */
  private void finish(SessionEnd reason) {
    if (reason == SessionEnd.COMPLETED || opening.voice().endsInOrder()) {
      end(reason, sink::end);
    } else {
      end(reason, reason == SessionEnd.SHUTDOWN ? sink::goAway : sink::abort);
    }
  }

  /** Ends the session in a turn, whatever was written. */
  private void breakOff(SessionEnd reason) {
    end(reason, sink::abort);
  }

  private void end(SessionEnd reason, Runnable endResponse) {
    if (end.compareAndSet(null, reason)) {
      waitingSince = hub.nanoTime();
      leave(endResponse);
    }
  }

  private void leave(Runnable endResponse) {
    SessionEnd reason = end.get();
    if (reason == null || left.get()) {
      return;
    }
    Faults.contain("wakes", wakes, wakes::close);
    Faults.contain("sink", sink, endResponse);
    if (!left.compareAndSet(false, true)) {
      return;
    }
    // Only now: whoever waits for there to be no session may stop the host.
    streams.leave(this);
    free();
    // A host's code may block, and what runs this must not.
    hub.blockingLine().once(() -> tell(reason)).ask();
  }

  private void tell(SessionEnd reason) {
    Duration lived = Duration.ofNanos(hub.nanoTime() - openedNanos);
    streams.observe(observer -> observer.sessionClosed(opening.dialect().name(), reason, lived));
    List<Consumer<SessionEnd>> actions;
    synchronized (this) {
      actions = endActions == null ? List.of() : endActions;
      endActions = null;
    }
    actions.forEach(action -> Faults.contain("end action", action, () -> action.accept(reason)));
  }

  @Override
  public Optional<SessionEnd> ended() {
    return Optional.ofNullable(end.get());
  }

  @Override
  public void onEnd(Consumer<SessionEnd> action) {
    synchronized (this) {
      if (endActions != null) {
        endActions.add(action);
        return;
      }
    }
    SessionEnd reason = end.get();
    if (reason != null) {
      Faults.contain("end action", action, () -> action.accept(reason));
    }
  }

  @Override
  public void close() {
    closeAs(SessionEnd.CLOSED);
  }

  /** The epoch of the run that it streams. */
  String run() {
    return run;
  }

  Opening opening() {
    return opening;
  }

  boolean blocking() {
    return sink.blocking();
  }
}
