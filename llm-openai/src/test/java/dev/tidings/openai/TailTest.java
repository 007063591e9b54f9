package dev.tidings.openai;

import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.openai.Models.QUESTION;
import static dev.tidings.testkit.openai.ChatStreams.DONE;
import static dev.tidings.testkit.openai.ChatStreams.STOP;
import static dev.tidings.testkit.openai.ChatStreams.USAGE;
import static dev.tidings.testkit.openai.ChatStreams.chunked;
import static dev.tidings.testkit.openai.ChatStreams.chunkedHead;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.finish;
import static dev.tidings.testkit.openai.ChatStreams.lastChunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatListener;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.server.FaultServer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes after all that counts, and what it costs. */
@Timeout(30)
class TailTest {
  private static final int ROUNDS = 7;

  /** Tells the time of the finish reason, as the listener does. */
  private static final class FinishTime implements ChatListener {
    private long finished;

    @Override
    public void sent() {}

    @Override
    public void content(String text) {}

    @Override
    public void finished(String finishReason) {
      finished = System.nanoTime();
    }
  }

  /** The shortest of some, so that a busy machine changes nothing. */
  private static Duration shortestTail(OpenAiChatModel model) throws Exception {
    long shortest = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      FinishTime listener = new FinishTime();
      model.stream(QUESTION, listener, Cancellation.none());
      shortest = Math.min(shortest, System.nanoTime() - listener.finished);
    }
    return Duration.ofNanos(shortest);
  }

  @ParameterizedTest
  @CsvSource({"done, 60", "usage, 60", "reason, 700"})
  void isNotWaitedForWhenItIsKeptBack(String last, int millis) throws Exception {
    CountDownLatch closed = new CountDownLatch(ROUNDS);
    String end = last.equals("done") ? DONE : last.equals("usage") ? USAGE : "";
    FaultServer.Script script =
        connection -> {
          connection.readRequest();
          connection.write(chunkedHead() + chunked(content("x") + STOP + end));
          connection.awaitClosed();
          closed.countDown();
        };
    try (FaultServer server = FaultServer.start(script);
        OpenAiChatModel model = Models.at(server.uri("/v1").toString()).build()) {
      assertThat(shortestTail(model)).isLessThan(Duration.ofMillis(millis));
      assertThat(Models.await(closed)).as("a connection without its end is closed").isTrue();
    }
  }

  @Test
  void aFailureIsNotHeldUpByWhatMayFollow() throws Exception {
    FaultServer.Script script =
        connection -> {
          connection.readRequest();
          connection.write(chunkedHead() + chunked(content("x") + finish("content_filter")));
          connection.awaitClosed();
        };
    long shortest = Long.MAX_VALUE;
    try (FaultServer server = FaultServer.start(script);
        OpenAiChatModel model = Models.at(server.uri("/v1").toString()).build()) {
      for (int round = 0; round < ROUNDS; round++) {
        long[] told = new long[1];
        RecordingChatListener recorder =
            new RecordingChatListener().onContent(text -> told[0] = System.nanoTime());
        assertThat(Models.failure(model, recorder).code()).isEqualTo(LLM_REJECTED);
        shortest = Math.min(shortest, System.nanoTime() - told[0]);
      }
    }

    assertThat(Duration.ofNanos(shortest)).isLessThan(Duration.ofMillis(60));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aConnectionWhoseEndHasComeIsKept(boolean withUsageAlone) throws Exception {
    String stream = content("x") + STOP + USAGE + (withUsageAlone ? "" : DONE);
    FaultServer.Script script =
        connection -> {
          while (true) {
            connection.readRequest();
            connection.write(chunkedHead() + chunked(stream) + lastChunk());
          }
        };
    try (FaultServer server = FaultServer.start(script);
        OpenAiChatModel model = Models.at(server.uri("/v1").toString()).build()) {
      for (int i = 0; i < ROUNDS; i++) {
        model.stream(QUESTION, new RecordingChatListener(), Cancellation.none());
      }

      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void anAnswerThatIsFinishedIsToldOnceWhateverFollows() throws Exception {
    FaultServer.Script script =
        connection -> {
          connection.readRequest();
          connection.write(chunkedHead() + chunked(STOP + "data: {nonsense\n\n"));
          connection.reset();
        };
    RecordingChatListener recorder = new RecordingChatListener();
    try (FaultServer server = FaultServer.start(script);
        OpenAiChatModel model = Models.at(server.uri("/v1").toString()).build()) {
      model.stream(QUESTION, recorder, Cancellation.none());

      assertThat(server.connections()).isEqualTo(1);
    }
    assertThat(recorder.calls()).containsExactly("sent", "finished stop");
  }
}
