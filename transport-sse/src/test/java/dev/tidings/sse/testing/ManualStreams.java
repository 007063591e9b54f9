package dev.tidings.sse.testing;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressHubBuilder;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import dev.tidings.testkit.sink.RecordingSink;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A hub of epoch {@code e}, whose first task is of epoch {@code e1}, and a transport whose time
 * moves by hand. Events are delivered on the thread that appends them, unless another executor is
 * given.
 */
public record ManualStreams(
    ManualScheduler timer, ProgressHub hub, SseTransport transport, RecordingObserver observer) {

  /** With the defaults. */
  public static ManualStreams create() {
    return create(Runnable::run, hub -> {}, transport -> {});
  }

  /** With other settings of the streams. */
  public static ManualStreams create(Consumer<TaskStreams.Builder> streamSettings) {
    return create(Runnable::run, hub -> {}, streamSettings);
  }

  /** With another executor and other settings. */
  public static ManualStreams create(
      Executor executor,
      Consumer<ProgressHubBuilder> hubSettings,
      Consumer<TaskStreams.Builder> streamSettings) {
    ManualClock clock = new ManualClock();
    ManualScheduler timer = new ManualScheduler(clock);
    ProgressHubBuilder hub =
        ProgressHub.builder()
            .clock(clock)
            .ticker(clock)
            .scheduler(timer)
            .executor(executor)
            .epoch("e");
    hubSettings.accept(hub);
    ProgressHub built = hub.build();
    RecordingObserver observer = new RecordingObserver();
    TaskStreams.Builder streams = TaskStreams.builder(built).observer(observer);
    streamSettings.accept(streams);
    return new ManualStreams(timer, built, SseTransport.of(streams.build()), observer);
  }

  /** The same streams, in that dialect where a request names none. */
  public ManualStreams speaking(Dialect dialect) {
    return new ManualStreams(timer, hub, transport.speaking(dialect), observer);
  }

  /** Starts the task {@code t}. */
  public ProgressTracker start() {
    return start("t");
  }

  /** Starts a task. */
  public ProgressTracker start(String id) {
    return hub.start(Task.create(id));
  }

  /** Lets time pass, with all ticks on the way. */
  public void advance(Duration time) {
    timer.advance(time);
  }

  /** Lets seconds pass. */
  public void advanceSeconds(int seconds) {
    timer.advance(Duration.ofSeconds(seconds));
  }

  /** A first connection to the task {@code t} that takes everything at once. */
  public Client connect() {
    return connect(StreamRequest.forTask("t"));
  }

  /** A connection that takes everything at once. */
  public Client connect(StreamRequest request) {
    return connect(request, RecordingSink.eager());
  }

  /** A first connection to the task {@code t} that takes writes when the test says so. */
  public Client connectSlow() {
    return connect(StreamRequest.forTask("t"), RecordingSink.slow());
  }

  /** A connection with that sink. */
  public Client connect(StreamRequest request, RecordingSink sink) {
    return new Client(sink, respond(request).stream(sink));
  }

  /** What the transport answers. */
  public SseResponse respond(StreamRequest request) {
    return transport.respond(request);
  }
}
