package com.example.chat;

import dev.tidings.FailureCode;
import dev.tidings.rag.ChatModel;
import dev.tidings.testkit.chat.ChatModelContract;
import dev.tidings.testkit.chat.ChatScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ProcessChatModelTest extends ChatModelContract {
  private static final String READ_AND_ANSWER = "cat >/dev/null; cat \"$1\"";
  private static final String AND_STALL = READ_AND_ANSWER + "; exec sleep 60";

  @TempDir Path folder;

  @Override
  protected ChatModel model(ChatScript script) throws IOException {
    Path answer = Files.createTempFile(folder, "answer", null);
    Files.writeString(answer, answer(script));
    if (script.ending() instanceof ChatScript.Stalls stalls) {
      return new ProcessChatModel(
          () -> {
            Process process = shell(AND_STALL, answer);
            process.onExit().thenRun(stalls.left());
            return process;
          });
    }
    return new ProcessChatModel(() -> shell(READ_AND_ANSWER, answer));
  }

  private static Process shell(String command, Path answer) throws IOException {
    return new ProcessBuilder("sh", "-c", command, "sh", answer.toString()).start();
  }

  private static String answer(ChatScript script) {
    StringBuilder lines = new StringBuilder();
    for (String piece : script.pieces()) {
      String escaped = piece.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
      lines.append('+').append(escaped).append('\n');
    }
    if (script.ending() instanceof ChatScript.Finishes finishes) {
      lines.append('.').append(finishes.reason()).append('\n');
    } else if (script.ending() instanceof ChatScript.Refuses refuses) {
      lines.append('!').append(refusal(refuses.code())).append('\n');
    }
    return lines.toString();
  }

  private static String refusal(FailureCode code) {
    return code == FailureCode.LLM_RATE_LIMITED
        ? "limit"
        : code == FailureCode.LLM_UNAVAILABLE ? "down" : "no";
  }
}
