package dev.tidings.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatModelException;
import dev.tidings.testkit.chat.RecordingChatListener;
import dev.tidings.testkit.openai.ChatFault;
import dev.tidings.testkit.openai.ChatFaults;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every row of the fault table ends as it says, once. */
class FaultTableTest {
  private final RecordingChatListener recorder = new RecordingChatListener();

  static List<ChatFault> faults() {
    return ChatFaults.all();
  }

  @ParameterizedTest
  @MethodSource("faults")
  @Timeout(10)
  void endsAsSpecified(ChatFault fault) throws IOException {
    try (FaultServer server = FaultServer.start(fault.script())) {
      assertThat(ending(server)).isEqualTo(fault.ending());
    }

    long finished = recorder.calls().stream().filter(call -> call.startsWith("finished")).count();
    assertThat(finished).isEqualTo(fault.ending() instanceof ChatFault.Answered ? 1 : 0);
  }

  private ChatFault.Ending ending(FaultServer server) {
    try (OpenAiChatModel model =
        Models.at(server.uri("/v1").toString())
            .firstTokenTimeout(Duration.ofMillis(500))
            .idleTimeout(Duration.ofMillis(500))
            .build()) {
      String reason = model.stream(Models.QUESTION, recorder, Cancellation.none()).finishReason();
      return new ChatFault.Answered(String.join("", recorder.pieces()), reason);
    } catch (ChatModelException failure) {
      return new ChatFault.Failed(failure.code(), String.join("", recorder.pieces()));
    }
  }

  @Test
  void theDocumentationHasEachRowAsItIsTested() throws IOException {
    String table = Files.readString(Path.of("..", "docs", "llm.md"));

    assertThat(faults())
        .allSatisfy(
            fault ->
                assertThat(table).contains("| " + fault.name() + " | " + fault.ending() + " |"));
  }
}
