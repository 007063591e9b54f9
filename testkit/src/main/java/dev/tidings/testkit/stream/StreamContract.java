package dev.tidings.testkit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every host's enhanced event streams promise their clients, over real HTTP: the bytes with
 * which they begin, events when they happen, one end, texts as they are, and whoever comes late or
 * comes back told exactly what is missing. A test of a host extends this, starts the host on a
 * port, and says, on the test's thread, how a task is started and where its stream is.
 *
 * <p>A stream that must be cut breaks its connection: that is the sink's, and so {@code
 * SinkContract}'s.
 */
@Timeout(120)
public abstract class StreamContract extends ResumeRules {
  /** More than the buffers between a server and a client that does not read can hold. */
  private static final int HUGE = 12 * 1024 * 1024;

  private static final int PIECE = 256 * 1024;

  /** The constructor is for the test that extends this. */
  protected StreamContract() {}

  @Test
  void headersRetryAndFirstEventLeaveBeforeAnyWork() throws Exception {
    ProgressTracker tracker = start();

    StreamClient client =
        connect(stream(id(tracker)), Map.of("Accept-Encoding", "gzip, deflate, br"));

    Received first = client.next();
    assertThat(client.status()).isEqualTo(200);
    assertThat(client.header("Content-Type").replace(" ", ""))
        .isEqualToIgnoringCase("text/event-stream;charset=utf-8");
    assertThat(client.header("Cache-Control").replace(" ", "")).isEqualTo("no-cache,no-transform");
    assertThat(client.header("X-Accel-Buffering")).isEqualTo("no");
    assertThat(client.header("Content-Encoding")).isEmpty();
    assertThat(client.header("Content-Length")).isEmpty();
    assertThat(client.retry()).matches("[0-9]+");
    assertThat(first.id()).endsWith("-1");
    assertThat(first.type()).isEqualTo("enhanced_status");
    assertThat(first.text("status")).isEqualTo("queued");
    assertThat(first.json().path("progress").asInt(-1)).isZero();
  }

  @Test
  void eachEventComesWhenItHappensAndNotWithTheNext() throws Exception {
    ProgressTracker tracker = start();
    StreamClient client = connect(id(tracker));
    client.next();
    for (int percent = 5; percent < 30; percent += 5) {
      tracker.update(Stage.PROCESSING, percent, Message.text("at " + percent));

      assertThat(client.next().json().path("progress").asInt()).isEqualTo(percent);
    }
    for (String piece : List.of("只聽", "耳邊", "消息到")) {
      tracker.token(piece);

      assertThat(client.next().text("text")).isEqualTo(piece);
    }
  }

  @Test
  void theWholeStoryEndsOnceAndTheResponseInOrderBehindIt() throws Exception {
    ProgressTracker tracker = start();
    StreamClient client = connect(id(tracker));
    work(tracker);
    tracker.complete(TaskResult.of(ANSWER));
    tracker.token("too late");

    StreamStory story = StreamStory.whole(id(tracker), client.toEnd());

    Received end = story.events().get(story.events().size() - 1);
    assertThat(end.type()).isEqualTo("enhanced_complete");
    assertThat(end.json().path("result").path("response").asString()).isEqualTo(ANSWER);
    assertThat(story.text()).isEqualTo(ANSWER);
    assertThat(story.percent()).isEqualTo(100);
  }

  @Test
  void aFailureIsAnEndWithItsCodeAndWithout100() throws Exception {
    ProgressTracker tracker = start();
    StreamClient client = connect(id(tracker));
    work(tracker);
    tracker.fail(TaskFailure.of(FailureCode.LLM_TRUNCATED));

    StreamStory story = StreamStory.whole(id(tracker), client.toEnd());

    Received end = story.events().get(story.events().size() - 1);
    assertThat(end.type()).isEqualTo("enhanced_error");
    assertThat(end.text("code")).isEqualTo("llm_truncated");
    assertThat(end.text("stage")).isEqualTo(Stage.GENERATING_LLM.name());
    assertThat(end.text("error")).isNotBlank();
    assertThat(end.json().path("retryable").isBoolean()).isTrue();
    assertThat(end.json().path("retry_allowed")).isEqualTo(end.json().path("retryable"));
    assertThat(story.text()).isEqualTo(ANSWER);
    assertThat(story.percent()).isLessThan(100);
  }

  @Test
  void aCancelledTaskEndsAsCancelled() throws Exception {
    ProgressTracker tracker = start();
    StreamClient client = connect(id(tracker));
    client.next();
    tracker.cancel();

    List<Received> rest = client.toEnd();

    assertThat(rest).extracting(event -> event.text("code")).containsExactly("cancelled");
  }

  @Test
  void noTextIsAltered() throws Exception {
    ProgressTracker tracker = start();
    StreamClient client = connect(id(tracker));
    String[] pieces = {
      " ",
      "  two",
      "\n",
      "\n\n",
      "\r\n",
      "\r",
      "\t",
      "\u2028",
      "\u0085",
      "\uFEFF",
      "\0",
      "\"",
      "\\",
      "data: x",
      "id: 7",
      ":",
      "</script>",
      "\uD840\uDC00",
      "e\u0301",
      "\uD83D",
      "\uDE4F"
    };
    for (String piece : pieces) {
      tracker.token(piece);
    }
    String text = String.join("", pieces);
    tracker.complete(TaskResult.of(text));

    StreamStory story = StreamStory.whole(id(tracker), client.toEnd());

    assertThat(story.text()).isEqualTo(text);
    assertThat(StreamStory.whole(id(tracker), all(id(tracker))).text()).isEqualTo(text);
  }

  @Test
  void whoeverComesWheneverIsToldTheSame() throws Exception {
    ProgressTracker tracker = start();
    List<StreamClient> clients = new ArrayList<>();
    clients.add(connect(id(tracker)));
    clients.add(connect(id(tracker)));
    work(tracker);
    clients.add(connect(id(tracker)));
    tracker.complete(TaskResult.of(ANSWER));
    clients.add(connect(id(tracker)));

    List<String> told = StreamStory.told(all(id(tracker)));

    for (StreamClient client : clients) {
      assertThat(StreamStory.told(client.toEnd())).isEqualTo(told);
    }
  }

  @Test
  void aSilentStreamIsPingedWithoutAnId() throws Exception {
    ProgressTracker tracker = start();
    tracker.update(Stage.GENERATING_LLM, 65, Message.of("llm.sent"));
    StreamClient client = connect(id(tracker));
    client.next();
    client.next();
    Duration patience = ping().plusSeconds(2);
    for (int i = 0; i < 2; i++) {
      Received ping = client.nextOfAll(patience);

      assertThat(ping.ping()).as("%s is a ping", ping).isTrue();
      assertThat(ping.id()).isNull();
      assertThat(ping.text("stage")).isEqualTo(Stage.GENERATING_LLM.name());
      assertThat(ping.json().path("connection_alive_seconds").isIntegralNumber()).isTrue();
      assertThat(ping.json().path("silent_ms").isIntegralNumber()).isTrue();
    }
  }

  @Test
  void aClientThatLeavesEndsNothing() throws Exception {
    ProgressTracker tracker = start();
    StreamClient leaves = connect(id(tracker));
    leaves.next();
    leaves.close();
    work(tracker);

    assertThat(tracker.cancellation().requested()).isFalse();
    assertThat(tracker.complete(TaskResult.of(ANSWER))).isTrue();
    assertThat(StreamStory.whole(id(tracker), all(id(tracker))).text()).isEqualTo(ANSWER);
  }

  @Test
  void aClientThatDoesNotReadDelaysNobody() throws Exception {
    ProgressTracker tracker = start();
    String piece = "x".repeat(PIECE);
    try (InputStream unread = StreamClient.answer(stream(id(tracker)), headers()).body()) {
      StreamClient reads = connect(id(tracker));
      for (int told = 0; told < HUGE; ) {
        tracker.token(piece);
        int written = told + PIECE;
        while (told < written) {
          told += reads.next().text("text").length();
        }
      }
      tracker.complete(TaskResult.of("done"));

      assertThat(reads.toEnd()).last().matches(Received::end);
      assertThat(unread.read()).isEqualTo('r');
    }
  }
}
