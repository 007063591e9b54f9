package dev.tidings.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.testkit.server.Connection;
import dev.tidings.testkit.server.FaultServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What servers say, written by hand. */
final class Wire {
  static final String TASK = "task_1";
  static final String HEAD =
      String.join(
          "\r\n",
          "HTTP/1.1 200 OK",
          "Content-Type: text/event-stream;charset=utf-8",
          "Connection: close",
          "",
          "retry: 50\n\n");
  private static final String COMMON =
      "\"task_id\":\"task_1\",\"timestamp\":\"2024-01-15T10:30:01.123Z\"";

  private Wire() {}

  static String event(String id, String json) {
    return "id: " + id + "\ndata: " + json + "\n\n";
  }

  static String queued() {
    return event(
        "a-1",
        "{\"type\":\"enhanced_status\","
            + COMMON
            + ",\"status\":\"queued\",\"progress\":0,\"task_info\":{\"deity_id\":\"guan_yu\"}}");
  }

  static String progress(int sequence, int percent) {
    return event(
        "a-" + sequence,
        "{\"type\":\"enhanced_progress\","
            + COMMON
            + ",\"stage\":\"generating_llm\",\"progress\":"
            + percent
            + ",\"message\":\"...\",\"message_key\":null,\"update_number\":1,\"eta_ms\":1500}");
  }

  static String token(int sequence, int offset, String text) {
    return event(
        "a-" + sequence,
        "{\"type\":\"enhanced_token\","
            + COMMON
            + ",\"stage\":\"generating_llm\",\"text\":\""
            + text
            + "\",\"offset\":"
            + offset
            + "}");
  }

  static String snapshot(int sequence, String text) {
    return event(
        "b-" + sequence,
        "{\"type\":\"enhanced_status\","
            + COMMON
            + ",\"status\":\"generating_llm\",\"progress\":80,\"task_info\":{},\"text\":\""
            + text
            + "\",\"resync\":true}");
  }

  static String completion(String text) {
    return "{\"type\":\"enhanced_complete\","
        + COMMON
        + ",\"result\":{\"response\":\""
        + text
        + "\",\"confidence\":null,\"confidence_method\":\"none\",\"processing_time_ms\":1,"
        + "\"sources\":[{\"title\":\"第四十籤\",\"score\":1.5}],\"model\":null,"
        + "\"finish_reason\":\"stop\"},\"summary\":{\"total_processing_time\":12,"
        + "\"stages_completed\":[\"processing\"],\"stage_durations_ms\":{\"processing\":12}}}";
  }

  static String complete(int sequence, String text) {
    return event("a-" + sequence + "e", completion(text));
  }

  static String failure(int sequence, String code) {
    return event(
        "a-" + sequence + "e",
        "{\"type\":\"enhanced_error\","
            + COMMON
            + ",\"error\":\"It failed.\",\"code\":\""
            + code
            + "\",\"stage\":\"generating_llm\",\"retryable\":true,\"retry_allowed\":true,"
            + "\"retry_after_ms\":2000,\"partial_response\":\"只\"}");
  }

  /** An answer with a body and a length. */
  static String answer(int status, String type, String headers, String body) {
    return "HTTP/1.1 "
        + status
        + " Told\r\nContent-Type: "
        + type
        + "\r\nContent-Length: "
        + body.getBytes(UTF_8).length
        + "\r\nConnection: close\r\n"
        + headers
        + "\r\n"
        + body;
  }

  static String problem(int status, String code, String headers) {
    return answer(
        status,
        "application/problem+json",
        headers,
        "{\"status\":" + status + ",\"code\":\"" + code + "\",\"detail\":\"Because of it.\"}");
  }

  /** A script that reads the request, says that, and closes in order. */
  static FaultServer.Script says(String text) {
    return connection -> {
      connection.readRequest();
      connection.write(text);
    };
  }

  /** A client of that server that gives up while a test still waits. */
  static SseProgressClientBuilder client(FaultServer server) {
    return SseProgressClient.builder(server.uri("/api/v1/streaming-chat"))
        .giveUpAfter(Duration.ofSeconds(15));
  }

  /** A script for each path, in turn of its requests; keeps what was asked. */
  static final class Paths implements FaultServer.Script {
    private final List<String> asked = new ArrayList<>();
    private final List<String> heads = new ArrayList<>();
    private final List<String[]> answers = new ArrayList<>();

    /** The next request of a path that contains this is answered so; null breaks off. */
    Paths on(String path, String answer) {
      answers.add(new String[] {path, answer});
      return this;
    }

    @Override
    public void play(Connection connection) throws IOException {
      Connection.Request request = connection.readRequest();
      String answer = answerTo(request.head());
      if (answer == null) {
        connection.reset();
      } else {
        connection.write(answer);
      }
    }

    private synchronized String answerTo(String head) {
      asked.add(head.split("[ /]", 7)[5]);
      heads.add(head);
      for (int i = 0; i < answers.size(); i++) {
        if (head.contains(answers.get(i)[0])) {
          return answers.remove(i)[1];
        }
      }
      throw new IllegalStateException("nothing more was prepared for " + head);
    }

    /** The calls that were made: {@code sse}, {@code result} and so on. */
    synchronized List<String> asked() {
      return List.copyOf(asked);
    }

    /** The value of a header of each request; empty where it was not there. */
    synchronized List<String> headers(String name) {
      return heads.stream().map(head -> new Connection.Request(head, "").header(name)).toList();
    }
  }
}
