package dev.tidings.openai;

import static dev.tidings.testkit.openai.ChatStreams.DONE;
import static dev.tidings.testkit.openai.ChatStreams.content;
import static dev.tidings.testkit.openai.ChatStreams.finish;
import static dev.tidings.testkit.openai.ChatStreams.head;
import static dev.tidings.testkit.openai.ChatStreams.streamHead;

import dev.tidings.FailureCode;
import dev.tidings.rag.ChatModel;
import dev.tidings.testkit.chat.ChatModelContract;
import dev.tidings.testkit.chat.ChatScript;
import dev.tidings.testkit.server.Connection;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class OpenAiChatModelContractTest extends ChatModelContract {
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened) {
      one.close();
    }
  }

  @Override
  protected ChatModel model(ChatScript script) throws IOException {
    FaultServer server =
        FaultServer.start(
            connection -> {
              connection.readRequest();
              play(script, connection);
            });
    OpenAiChatModel model = Models.at(server.uri("/v1").toString()).build();
    opened.add(model);
    opened.add(server);
    return model;
  }

  private static void play(ChatScript script, Connection connection) throws IOException {
    ChatScript.Ending ending = script.ending();
    if (ending instanceof ChatScript.Refuses refuses) {
      connection.write(head(status(refuses.code()), "Content-Length: 0"));
      return;
    }
    boolean silent = ending instanceof ChatScript.Stalls && script.pieces().isEmpty();
    if (!silent) {
      connection.write(streamHead());
    }
    for (String piece : script.pieces()) {
      connection.write(content(piece));
    }
    if (ending instanceof ChatScript.Finishes finishes) {
      connection.write(finish(finishes.reason()) + DONE);
    } else if (ending instanceof ChatScript.Stalls stalls) {
      connection.awaitClosed();
      stalls.left().run();
    }
  }

  private static String status(FailureCode code) {
    return code.equals(FailureCode.LLM_RATE_LIMITED)
        ? "429 Busy"
        : code.equals(FailureCode.LLM_UNAVAILABLE) ? "503 Down" : "400 Bad";
  }
}
