package dev.tidings.benchmarks.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Sink;
import dev.tidings.stream.StreamRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole way of one event from the worker's call to the bytes at the host's door, on one thread,
 * beside mapping the same fields to JSON and framing them as Javalin's SseClient does.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@State(Scope.Benchmark)
public class EncodeBenchmark {
  private static final Message MESSAGE = Message.text("正在查找 GuanYu 籤詩...");

  /** What the session is told its events in. */
  @Param({"enhanced", "traditional", "ai-sdk-1", "ag-ui-1", "durable-json-enhanced"})
  private String dialect = "enhanced";

  private final ObjectMapper mapper = new ObjectMapper();
  private ProgressHub hub;
  private SseTransport transport;
  private ProgressTracker tracker;
  private long bytes;
  private int number;

  /** A task with one session whose sink takes everything at once. */
  @Setup(Level.Iteration)
  public void setUp() {
    hub = ProgressHub.builder().executor(Runnable::run).build();
    transport = SseTransport.of(hub);
    tracker = hub.start(Task.create("task0"));
    transport.respond(StreamRequest.forTask("task0").dialect(spoken(dialect))).stream(
        new Sink() {
          @Override
          public void start(Runnable ready, Consumer<Throwable> gone) {}

          @Override
          public boolean ready() {
            return true;
          }

          @Override
          public void write(ByteBuffer frames) {
            bytes += frames.remaining();
          }

          @Override
          public void end() {}

          @Override
          public void abort() {}
        });
  }

  private static Dialect spoken(String name) {
    return Stream.of(
            Dialects.enhanced(),
            Dialects.traditional(),
            Dialects.aiSdk(),
            Dialects.agUi(),
            Dialects.durableStreams())
        .filter(dialect -> dialect.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Ends it. */
  @TearDown(Level.Iteration)
  public void tearDown() {
    hub.close();
    transport.close();
  }

  /** Append, wake, read, encode, frame, write. */
  @Benchmark
  public long tidings() {
    tracker.update(Stage.PROCESSING, 50, MESSAGE);
    return bytes;
  }

  /** A map to a JSON string, a frame of strings, and its bytes. */
  @Benchmark
  public byte[] jacksonToStringAndFrame() throws Exception {
    number++;
    String json =
        mapper.writeValueAsString(
            Map.of(
                "type", "enhanced_progress",
                "task_id", "task0",
                "timestamp", java.time.Instant.now().toString(),
                "stage", "processing",
                "progress", 50,
                "message", "正在查找 GuanYu 籤詩...",
                "message_key", "",
                "update_number", number));
    return ("id: " + number + "\nevent: message\ndata: " + json + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
