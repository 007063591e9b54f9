package com.example.chat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.Registration;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;

/**
 * A model that is a program on this machine. It reads the prompt from its standard input to the end
 * and answers in lines: {@code +} and a piece, with its line breaks and backslashes escaped; {@code
 * .} and why it stops; {@code !} and how it refuses.
 */
public final class ProcessChatModel implements ChatModel {
  /** Comes when there are no lines any more. */
  private static final String OVER = "";

  /** Starts the program. */
  @FunctionalInterface
  public interface Program {
    Process start() throws IOException;
  }

  private final Program program;

  /** A model that starts the program for each question. */
  public ProcessChatModel(Program program) {
    this.program = program;
  }

  @Override
  public ChatCompletion stream(
      ChatRequest request, ChatListener listener, Cancellation cancellation)
      throws ChatModelException {
    cancellation.check();
    Process process;
    try {
      process = program.start();
    } catch (IOException broken) {
      throw failure(FailureCode.LLM_UNAVAILABLE, "the program cannot be started", broken);
    }
    BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    Registration registration =
        cancellation.onRequested(
            () -> {
              process.destroyForcibly();
              lines.add(OVER);
            });
    boolean answered = false;
    try {
      send(process, request);
      listener.sent();
      Thread reading = new Thread(() -> read(process, lines), "program");
      reading.setDaemon(true);
      reading.start();
      while (true) {
        String line = lines.take();
        cancellation.check();
        if (line.startsWith("+")) {
          answered = true;
          listener.content(unescape(line.substring(1)));
        } else if (line.startsWith(".")) {
          listener.finished(line.substring(1));
          return new ChatCompletion("program", line.substring(1), null, null);
        } else if (line.startsWith("!")) {
          throw failure(code(line.substring(1)), "the program refuses: " + line, null);
        } else {
          throw failure(broken(answered), "the program breaks off", null);
        }
      }
    } catch (IOException broken) {
      cancellation.check();
      throw failure(broken(answered), "the program does not listen", broken);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw failure(broken(answered), "interrupted", interrupted);
    } finally {
      registration.close();
      process.destroyForcibly();
    }
  }

  private static void send(Process process, ChatRequest request) throws IOException {
    String prompt =
        request.messages().stream().map(ChatMessage::content).collect(Collectors.joining("\n"));
    try (OutputStream in = process.getOutputStream()) {
      in.write(prompt.getBytes(UTF_8));
    }
  }

  private static void read(Process process, BlockingQueue<String> lines) {
    try (BufferedReader out = process.inputReader(UTF_8)) {
      out.lines().filter(line -> !line.isEmpty()).forEach(lines::add);
    } catch (IOException | RuntimeException broken) {
      // It is over, too.
    }
    lines.add(OVER);
  }

  private static String unescape(String text) {
    StringBuilder piece = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '\\') {
        i++;
        next = text.charAt(i) == 'n' ? '\n' : text.charAt(i) == 'r' ? '\r' : text.charAt(i);
      }
      piece.append(next);
    }
    return piece.toString();
  }

  private static FailureCode code(String refusal) {
    return switch (refusal) {
      case "limit" -> FailureCode.LLM_RATE_LIMITED;
      case "down" -> FailureCode.LLM_UNAVAILABLE;
      default -> FailureCode.LLM_REJECTED;
    };
  }

  private static FailureCode broken(boolean answered) {
    return answered ? FailureCode.LLM_TRUNCATED : FailureCode.LLM_UNAVAILABLE;
  }

  private static ChatModelException failure(FailureCode code, String message, Throwable cause) {
    return new ChatModelException(code, message, null, cause);
  }
}
