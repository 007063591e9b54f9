package dev.tidings.dialects;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tidings.Position;
import dev.tidings.TaskView;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.StreamRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The read side of the Durable Streams protocol: a task is a stream, and what a dialect says of its
 * events are the messages. Catching up and long-polls are reads of the task's log and are answered
 * here; an event stream is a session like any other, for which a {@linkplain #stream request} comes
 * from here. The host has found the task and checked that the reader may see it. It is thread-safe.
 *
 * <p>Not offered: writing, a time to live, forks and subscriptions; and an event stream ends after
 * a minute only if the host asks for it, because what is one user's own has no cache in between.
 */
public final class DurableStreams implements AutoCloseable {
  private final InstantSource clock;
  private final DurableDialect dialect;
  private final DurableAnswers answers;
  private final int pageBytes;
  private final boolean unchanging;
  private final LongPolls polls;

  /** Ours alone, or null for the host's. */
  private final @Nullable ScheduledExecutorService ownTimer;

  private DurableStreams(Builder settings) {
    clock = settings.clock;
    dialect = settings.dialect;
    answers = new DurableAnswers(dialect);
    pageBytes = settings.pageBytes;
    unchanging = settings.unchanging;
    ownTimer = settings.scheduler == null ? timer() : null;
    polls =
        new LongPolls(
            settings.scheduler == null ? Objects.requireNonNull(ownTimer) : settings.scheduler,
            settings.longPoll,
            settings.maxWaiting);
  }

  /** A thread that starts with the first wait. */
  private static ScheduledExecutorService timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "tidings-long-polls");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Streams with the defaults. */
  public static DurableStreams create() {
    return builder().build();
  }

  /** A new builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** What event streams speak: the messages, and where the reader is. */
  public Dialect dialect() {
    return dialect;
  }

  /** How many long-polls wait. */
  public int waiting() {
    return polls.count();
  }

  /** What the stream of a task is, and where it ends: the answer to {@code HEAD}. */
  public DurableAnswer head(TaskView task) {
    // The end is asked for first: what is told as closed has its tail at the end.
    boolean closed = task.terminalSequence() > 0;
    return answers.head(task, tail(task), closed);
  }

  private static long tail(TaskView task) {
    return task.snapshot().sequence();
  }

  /**
   * The answer to a read that is no event stream: at once, but for a long-poll that finds nothing.
   *
   * @return it completes where nothing came by a thread of the JVM's common pool, otherwise on the
   *     caller's or by the hub's threads for what may block or the executor given in their place,
   *     and fails with what the dialect throws
   * @throws IllegalArgumentException if the request is for an event stream
   */
  public CompletionStage<DurableAnswer> read(DurableRequest request, TaskView task) {
    if (request.live() == DurableRequest.Live.SSE) {
      throw new IllegalArgumentException("an event stream is a session; see stream(…)");
    }
    boolean waits = request.live() == DurableRequest.Live.LONG_POLL;
    if (request.offset().equals(DurableOffset.NOW) && !waits) {
      return CompletableFuture.completedStage(now(task));
    }
    Optional<Position> place = place(request, task);
    if (place.isEmpty()) {
      return CompletableFuture.completedStage(answers.gone());
    }
    DurableReader reader =
        new DurableReader(task, place.get(), dialect.messages(), pageBytes, unchanging);
    DurablePage page = reader.read();
    if (!waits) {
      return CompletableFuture.completedStage(
          page.lost() ? answers.gone() : answers.page(task, page, request, null));
    }
    if (page.tells()) {
      return CompletableFuture.completedStage(polled(request, task, page));
    }
    return polls
        .await(reader, page)
        .map(later -> later.thenApply(found -> polled(request, task, found)))
        .orElseGet(() -> CompletableFuture.completedStage(answers.busy()));
  }

  /** No message, and where those that come will begin. */
  private DurableAnswer now(TaskView task) {
    // As for the head.
    boolean closed = task.terminalSequence() > 0;
    return answers.now(task, tail(task), closed);
  }

  private DurableAnswer polled(DurableRequest request, TaskView task, DurablePage page) {
    if (page.lost()) {
      return answers.gone();
    }
    String cursor = Long.toString(StreamCursor.next(clock.instant(), request.cursor()));
    return page.messages().isEmpty()
        ? answers.nothing(task, page, cursor)
        : answers.page(task, page, request, cursor);
  }

  /** Where a read begins; empty if that is a place of another run of the task. */
  private static Optional<Position> place(DurableRequest request, TaskView task) {
    return switch (request.offset()) {
      case DurableOffset.START -> Optional.of(Position.START);
      case DurableOffset.NOW -> Optional.of(Position.after(tail(task)));
      default ->
          DurableOffset.parse(request.offset())
              .filter(offset -> offset.epoch().equals(task.epoch()))
              .map(offset -> Position.after(offset.sequence()));
    };
  }

  /**
   * What a transport of event streams is to be asked for; the host adds on whose behalf. A place
   * that is not known any more it refuses as {@link dev.tidings.stream.StreamAnswer.Kind#GONE},
   * whose answer is 410.
   */
  public StreamRequest stream(DurableRequest request, TaskView task) {
    StreamRequest stream =
        StreamRequest.forTask(task.task().id())
            .dialect(dialect)
            .voice(dialect.voice(clock, request.cursor()));
    return switch (request.offset()) {
      case DurableOffset.START -> stream;
      case DurableOffset.NOW -> stream.lastEventId(DurableOffset.of(task, tail(task)).eventId());
      default ->
          stream.lastEventId(
              DurableOffset.parse(request.offset()).map(DurableOffset::eventId).orElseThrow());
    };
  }

  /** All long-polls that wait are answered as if their time were over; later ones are refused. */
  @Override
  public void close() {
    polls.close();
    if (ownTimer != null) {
      List<Runnable> unused = ownTimer.shutdownNow();
    }
  }

  /** A builder collects the settings; each is checked when it is given. It is not thread-safe. */
  public static final class Builder {
    private static final Duration LONGEST_POLL = Duration.ofHours(1);

    private @Nullable ScheduledExecutorService scheduler;
    private InstantSource clock = InstantSource.system();
    private DurableDialect dialect = DurableDialect.INSTANCE;
    private Duration longPoll = Duration.ofSeconds(20);
    private int pageBytes = 512 * 1024;
    private int maxWaiting = 10_000;
    private boolean unchanging;

    private Builder() {}

    /**
     * What the messages are; the enhanced dialect's objects, as {@code application/json}, unless
     * given.
     *
     * @param contentType of the stream. Of JSON the answers are arrays of what the dialect says; of
     *     {@code text/…} and of anything else they are that, one after the other
     * @param messages says them; their names and its voice are not used
     */
    @CanIgnoreReturnValue
    public Builder messages(String contentType, Dialect messages) {
      dialect = new DurableDialect(messages, new DurableContent(contentType));
      return this;
    }

    /** How long a long-poll waits at most, from 10 ms to an hour; 20 s unless given. */
    @CanIgnoreReturnValue
    public Builder longPoll(Duration time) {
      if (time.compareTo(Duration.ofMillis(10)) < 0 || time.compareTo(LONGEST_POLL) > 0) {
        throw new IllegalArgumentException(
            "longPoll " + time + " must be at least 10 ms and at most an hour");
      }
      longPoll = time;
      return this;
    }

    /**
     * After how many bytes of messages an answer ends, the last batch of events being whole; 512
     * KiB unless given.
     */
    @CanIgnoreReturnValue
    public Builder pageBytes(int bytes) {
      pageBytes = atLeastOne("pageBytes", bytes);
      return this;
    }

    /** How many long-polls may wait at once, about; 10,000 unless given. */
    @CanIgnoreReturnValue
    public Builder maxWaiting(int number) {
      maxWaiting = atLeastOne("maxWaiting", number);
      return this;
    }

    /**
     * Answers may be cached while a task runs: for dialects that say nothing but what a log never
     * joins and never drops, which are facts and the end.
     */
    @CanIgnoreReturnValue
    public Builder unchanging() {
      unchanging = true;
      return this;
    }

    /**
     * What tells long-polls that their time is over, which is quick; a daemon thread of their own
     * unless given.
     */
    @CanIgnoreReturnValue
    public Builder scheduler(ScheduledExecutorService hostScheduler) {
      scheduler = Objects.requireNonNull(hostScheduler, "scheduler");
      return this;
    }

    /** The clock of the cursors for caches; the system's unless given. */
    @CanIgnoreReturnValue
    public Builder clock(InstantSource source) {
      clock = Objects.requireNonNull(source, "clock");
      return this;
    }

    private static int atLeastOne(String what, int number) {
      if (number < 1) {
        throw new IllegalArgumentException(what + " " + number + " must be at least 1");
      }
      return number;
    }

    /** Streams with these settings. */
    public DurableStreams build() {
      return new DurableStreams(this);
    }
  }
}
