package dev.tidings.sse.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.tidings.stream.Session;
import dev.tidings.stream.SessionEnd;
import dev.tidings.testkit.sink.RecordingSink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** One client of a test: its sink and its session. */
public record Client(RecordingSink sink, Session session) {
  /** Everything it was sent, as text. */
  public String stream() {
    return new String(sink.bytes(), UTF_8);
  }

  /** The events it was sent. */
  public List<Sent> events() {
    return EventStreams.parse(sink.bytes());
  }

  /** The last event it was sent. */
  public Sent lastEvent() {
    List<Sent> events = events();
    return events.get(events.size() - 1);
  }

  /** The types of the events it was sent. */
  public List<String> types() {
    return events().stream().map(Sent::type).toList();
  }

  /** The answer as this client can put it together: each text where its offset says. */
  public String answer() {
    return answer(events());
  }

  /** The answer as these events give it; fails on a hole or an overlap. */
  public static String answer(List<Sent> events) {
    StringBuilder answer = new StringBuilder();
    for (Sent event : events) {
      if (event.type().equals("enhanced_token")) {
        int offset = event.json().path("offset").asInt();
        if (offset != answer.length()) {
          throw new AssertionError("text at " + offset + " after " + answer.length() + " units");
        }
        answer.append(event.text("text"));
      } else if (event.json().path("resync").asBoolean(false)) {
        answer.setLength(0);
        answer.append(event.text("text"));
      }
    }
    return answer.toString();
  }

  /** Why its session ended. */
  public Optional<SessionEnd> ended() {
    return session.ended();
  }

  /** Waits until its session has told of its end, after everything else that the end does. */
  public SessionEnd awaitEnd() throws Exception {
    CompletableFuture<SessionEnd> end = new CompletableFuture<>();
    session.onEnd(end::complete);
    return end.get(20, SECONDS);
  }
}
