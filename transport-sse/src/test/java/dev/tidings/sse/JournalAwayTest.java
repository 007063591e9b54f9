package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.testkit.journal.LoopJournal;
import dev.tidings.testkit.journal.LoopStore;
import dev.tidings.testkit.sink.RecordingSink;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An end that the journal does not take is no fact, so streams are not told it. */
class JournalAwayTest {
  @Test
  void streamsOfATaskThatWasGivenUpAreCutAndTheNextOnesGetItsEnd() throws Exception {
    LoopJournal journal = LoopStore.create().connect();
    try (ProgressHub hub =
        ProgressHub.builder()
            .journal(journal)
            .journalPatience(Duration.ofMinutes(10), 8_192, 1 << 20)
            .build()) {
      SseTransport transport = SseTransport.of(hub);
      ProgressTracker tracker = hub.start(Task.create("talkative"));
      CompletableFuture<SessionEnd> cut = new CompletableFuture<>();
      RecordingSink before = RecordingSink.eager();
      transport.respond(StreamRequest.forTask("talkative")).stream(before).onEnd(cut::complete);

      journal.cut();
      for (int i = 0; i < 100; i++) {
        tracker.token("x".repeat(1_000));
      }

      assertThat(cut.get(10, TimeUnit.SECONDS)).isEqualTo(SessionEnd.FAULT);

      journal.heal();
      tracker.view().end().toCompletableFuture().get(10, TimeUnit.SECONDS);
      CompletableFuture<SessionEnd> ended = new CompletableFuture<>();
      RecordingSink after = RecordingSink.eager();
      transport.respond(StreamRequest.forTask("talkative")).stream(after).onEnd(ended::complete);
      assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(SessionEnd.COMPLETED);
    }
  }
}
