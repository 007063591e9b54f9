package dev.tidings.benchmarks.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.testkit.openai.ChatStreams;
import dev.tidings.testkit.server.Connection;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * An endpoint in a process of its own. Under {@code /flat} it sends all chunks as fast as they are
 * taken, under {@code /paced} 50 a second, each with the time at which it was due. Every event is a
 * chunk of HTTP of its own, as endpoints send them. Prints its port, and ends with its input.
 */
final class ModelServer {
  static final int CHUNKS = 2_000;
  static final int PACED_CHUNKS = 500;
  private static final long PERIOD_NANOS = 20_000_000;
  private static final String END =
      ChatStreams.chunked(event("", "\"stop\""))
          + ChatStreams.chunked(ChatStreams.USAGE)
          + ChatStreams.chunked(ChatStreams.DONE)
          + ChatStreams.lastChunk();

  private ModelServer() {}

  public static void main(String[] args) throws IOException {
    byte[] flat = flat();
    FaultServer server =
        FaultServer.start(
            connection -> {
              while (true) {
                Connection.Request request = connection.readRequest();
                if (request.head().startsWith("POST /flat")) {
                  connection.write(flat);
                } else {
                  pace(connection);
                }
              }
            });
    System.out.println("PORT " + server.port());
    while (System.in.read() >= 0) {
      // Until the other side ends.
    }
    System.exit(0);
  }

  private static byte[] flat() {
    StringBuilder all = new StringBuilder(ChatStreams.chunkedHead());
    for (int i = 0; i < CHUNKS; i++) {
      all.append(ChatStreams.chunked(event("token " + i % 10, "null")));
    }
    return all.append(END).toString().getBytes(UTF_8);
  }

  private static void pace(Connection connection) throws IOException {
    connection.write(ChatStreams.chunkedHead());
    // Not all at the same moment, as no users are.
    long due = System.nanoTime() + (Thread.currentThread().getId() * 997_331L) % PERIOD_NANOS;
    for (int i = 0; i < PACED_CHUNKS; i++) {
      due += PERIOD_NANOS;
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      // The moment of sending: what this server is late with is not the client's.
      connection.write(ChatStreams.chunked(event(System.nanoTime() + " ", "null")));
    }
    connection.write(END);
  }

  /** About 300 bytes, with the fields that OpenAI sends. */
  private static String event(String content, String finishReason) {
    return ChatStreams.event(
        "{\"id\":\"chatcmpl-9lM2v0Yx8JQbqQ1v5tKfZ3sTtWmRa\",\"object\":\"chat.completion.chunk\","
            + "\"created\":1721075651,\"model\":\"gpt-4o-mini-2024-07-18\","
            + "\"system_fingerprint\":\"fp_8b761cb050\",\"choices\":[{\"index\":0,\"delta\":"
            + "{\"content\":\""
            + content
            + "\"},\"logprobs\":null,\"finish_reason\":"
            + finishReason
            + "}],\"usage\":null}");
  }
}
