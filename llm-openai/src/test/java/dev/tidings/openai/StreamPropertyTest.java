package dev.tidings.openai;

import static dev.tidings.testkit.openai.ChatStreams.DONE;
import static dev.tidings.testkit.openai.ChatStreams.ROLE;
import static dev.tidings.testkit.openai.ChatStreams.STOP;
import static dev.tidings.testkit.openai.ChatStreams.USAGE;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.rag.ChatOptions;
import dev.tidings.testkit.chat.RecordingChatListener;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;
import org.jspecify.annotations.Nullable;

/** Streams that are cut, packed differently, or made of anything, read without a connection. */
class StreamPropertyTest {
  private static final String TEXT = "消息到🐉 ok";
  private static final String BEFORE_FINISH =
      ": hi\r\n\r\nevent: ping\ndata: {}\n\n" + ROLE + content("消息") + content("到🐉 ok");
  private static final String STREAM = BEFORE_FINISH + STOP + USAGE + DONE;
  private static final int MAX_EVENT_BYTES = 4096;
  private static final int SMALLEST_BUFFER = 8192;

  private final Call call =
      new OkHttpClient().newCall(new Request.Builder().url("http://127.0.0.1:1/").build());

  /** What came of a stream. */
  private record Outcome(List<String> calls, @Nullable FailureCode code) {
    String text() {
      StringBuilder text = new StringBuilder();
      calls.stream()
          .filter(call -> call.startsWith("content "))
          .forEach(call -> text.append(call.substring("content ".length())));
      return text.toString();
    }
  }

  /** Bytes that come in packets of one size, and then an end or a break. */
  private static final class Packets implements Source {
    private final byte[] bytes;
    private final int size;
    private final boolean breaks;
    private int next;

    Packets(byte[] bytes, int length, int size, boolean breaks) {
      this.bytes = Arrays.copyOf(bytes, length);
      this.size = size;
      this.breaks = breaks;
    }

    @Override
    public long read(Buffer sink, long byteCount) throws IOException {
      if (next == bytes.length) {
        if (breaks) {
          throw new IOException("broken");
        }
        return -1;
      }
      int count = (int) Math.min(Math.min(size, byteCount), bytes.length - next);
      sink.write(bytes, next, count);
      next += count;
      return count;
    }

    @Override
    public Timeout timeout() {
      return Timeout.NONE;
    }

    @Override
    public void close() {}
  }

  private Outcome read(Source source) {
    ChatSettings settings =
        ChatSettings.of(
            OpenAiChatModel.builder().model("m").endpoint(Duration.ofSeconds(1)),
            "m",
            ChatOptions.none(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            10_000,
            MAX_EVENT_BYTES);
    RecordingChatListener recorder = new RecordingChatListener();
    Answer answer = new Answer(settings, ChatOptions.none(), recorder, null, System.nanoTime());
    AttemptTimer timer =
        new AttemptTimer(call, System.nanoTime() + 1_000_000_000L, Duration.ofSeconds(1));
    try {
      new ChatBody(settings, new StopSignal(), answer).read(response(source), timer, call);
      return new Outcome(recorder.calls(), null);
    } catch (AttemptFailure failure) {
      return new Outcome(recorder.calls(), failure.code());
    } catch (IOException broken) {
      return new Outcome(
          recorder.calls(),
          answer.finished()
              ? null
              : answer.begun() ? FailureCode.LLM_TRUNCATED : FailureCode.LLM_UNAVAILABLE);
    } finally {
      timer.close();
    }
  }

  private static Response response(Source source) {
    BufferedSource body = Okio.buffer(source);
    return new Response.Builder()
        .request(new Request.Builder().url("http://127.0.0.1:1/").build())
        .protocol(Protocol.HTTP_1_1)
        .code(200)
        .message("OK")
        .body(ResponseBody.create(body, MediaType.get("text/event-stream"), -1))
        .build();
  }

  @Example
  void aStreamIsReadTheSameInPacketsOfAnySize() {
    byte[] stream = STREAM.getBytes(UTF_8);
    for (int size = 1; size <= stream.length; size++) {
      Outcome outcome = read(new Packets(stream, stream.length, size, false));

      assertThat(outcome)
          .as("packets of " + size)
          .isEqualTo(new Outcome(List.of("content 消息", "content 到🐉 ok", "finished stop"), null));
    }
  }

  /**
   * Whether cut in order or broken: truncated until the reason is there, and whole from then on.
   */
  @Example
  void aStreamCutAtAnyByteIsTruncatedUntilItsFinishReasonIsThere() {
    byte[] stream = STREAM.getBytes(UTF_8);
    int finish = (BEFORE_FINISH + STOP.strip()).getBytes(UTF_8).length;
    for (int length = 0; length <= stream.length; length++) {
      for (boolean breaks : new boolean[] {false, true}) {
        Outcome outcome = read(new Packets(stream, length, 16, breaks));

        assertThat(TEXT).as("cut at " + length).startsWith(outcome.text());
        if (length >= finish) {
          assertThat(outcome.code()).as("cut at " + length).isNull();
          assertThat(outcome.text()).isEqualTo(TEXT);
        } else {
          assertThat(outcome.code())
              .as("cut at " + length)
              .isEqualTo(
                  outcome.text().isEmpty()
                      ? FailureCode.LLM_UNAVAILABLE
                      : FailureCode.LLM_TRUNCATED);
        }
      }
    }
  }

  @Property(tries = 2_000)
  void anythingAtAllEndsOnceAndQuotesNothing(
      @ForAll("bodies") byte[] body, @ForAll("sizes") int size, @ForAll boolean breaks) {
    long before = System.nanoTime();
    Outcome outcome = read(new Packets(body, body.length, size, breaks));

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
    long finished = outcome.calls().stream().filter(call -> call.startsWith("finished")).count();
    assertThat(finished).isEqualTo(outcome.code() == null ? 1 : 0);
  }

  /** Twice the bound, since the buffer doubles, whatever comes and however it is packed. */
  @Property(tries = 500)
  void aReaderKeepsNoMoreThanItsBound(@ForAll("bodies") byte[] body, @ForAll("sizes") int size) {
    byte[] many = new String(body, UTF_8).repeat(20).getBytes(UTF_8);
    EventReader events =
        new EventReader(
            Okio.buffer((Source) new Packets(many, many.length, size, false)), MAX_EVENT_BYTES);
    try {
      while (events.next()) {
        assertThat(events.to() - events.from()).isLessThanOrEqualTo(2 * SMALLEST_BUFFER);
      }
    } catch (IOException tooLong) {
      assertThat(tooLong).hasMessageContaining("without the end of an event");
    }
    assertThat(events.bytes().length).isLessThanOrEqualTo(2 * SMALLEST_BUFFER);
  }

  @Property(tries = 2_000)
  void aStreamWithOneByteChangedEndsOnce(
      @ForAll("positions") int position, @ForAll byte value, @ForAll("sizes") int size) {
    byte[] stream = STREAM.getBytes(UTF_8);
    stream[position] = value;

    Outcome outcome = read(new Packets(stream, stream.length, size, false));

    long finished = outcome.calls().stream().filter(call -> call.startsWith("finished")).count();
    assertThat(finished).isEqualTo(outcome.code() == null ? 1 : 0);
  }

  @Provide
  Arbitrary<Integer> positions() {
    return Arbitraries.integers().between(0, STREAM.getBytes(UTF_8).length - 1);
  }

  @Provide
  Arbitrary<Integer> sizes() {
    return Arbitraries.of(1, 2, 3, 7, 64, 8192);
  }

  /** Pieces that mean something here and there, in any order, and noise between them. */
  @Provide
  Arbitrary<byte[]> bodies() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "data:",
            "data: ",
            "data",
            "event: error\n",
            ":",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "[DONE]",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            "null",
            "{\"choices\":[",
            "{\"index\":0,\"delta\":{",
            "\"content\":",
            "\"x\"",
            "\"finish_reason\":\"stop\"",
            "}]}",
            "\"error\":",
            "\ufeff",
            "\u001f\u008b",
            "<html>",
            content("x"),
            STOP,
            DONE,
            USAGE,
            "id: 1\n",
            "retry: 5\n",
            "[".repeat(100),
            "9".repeat(2000),
            "x".repeat(MAX_EVENT_BYTES),
            "-",
            "1e999",
            ",");
    Arbitrary<String> noise = Arbitraries.strings().ofMaxLength(8);
    return Arbitraries.frequencyOf(Tuple.of(6, pieces), Tuple.of(1, noise))
        .list()
        .ofMaxSize(24)
        .map(parts -> String.join("", parts).getBytes(UTF_8));
  }
}
