package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.EventStreams;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Sent;
import dev.tidings.sse.testing.Spoken;
import dev.tidings.sse.testing.Stories;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that comes back gets exactly what it misses. */
class ResumeTest {
  private static final String RETRY = "retry: 2000\n\n";

  private final ManualStreams streams = ManualStreams.create();

  private Client resume(Spoken spoken, String id) {
    return streams.connect(StreamRequest.forTask("t").dialect(spoken.dialect()).lastEventId(id));
  }

  @ParameterizedTest
  @EnumSource
  void afterEachIdOfAnEndedTaskExactlyTheMissingBytesFollow(Spoken spoken) {
    Stories.tell(streams.start());
    Client whole = streams.connect(StreamRequest.forTask("t").dialect(spoken.dialect()));
    List<String> frames = EventStreams.frames(whole.sink().bytes());
    List<Sent> events = whole.events();

    for (int last = 0; last < events.size() - 1; last++) {
      String id = String.valueOf(events.get(last).id());
      Client client = resume(spoken, id);

      String missing = String.join("", frames.subList(last + 2, frames.size()));
      assertThat(client.stream()).as("after %s", id).isEqualTo(RETRY + missing);
      assertThat(client.ended()).contains(SessionEnd.COMPLETED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void afterEachIdOfARunningTaskExactlyTheMissingBytesFollow(Spoken spoken) {
    ProgressTracker task = streams.start();
    Client whole = streams.connect(StreamRequest.forTask("t").dialect(spoken.dialect()));
    task.update(Stage.PROCESSING, 5, Message.text("a"));
    task.update(Stage.GENERATING_LLM, 65, Message.text("b"));
    List<Client> back =
        whole.events().stream().map(event -> resume(spoken, String.valueOf(event.id()))).toList();
    Stories.tell(task);

    List<String> frames = EventStreams.frames(whole.sink().bytes());
    for (int last = 0; last < back.size(); last++) {
      assertThat(back.get(last).stream())
          .isEqualTo(RETRY + String.join("", frames.subList(last + 2, frames.size())));
    }
  }

  @Test
  void anIdThatTheFormatDoesNotShowIsAPlaceToo() {
    Stories.tell(streams.start());
    long last = streams.connect().lastEvent().sequence();
    List<Sent> shown =
        streams.connect(StreamRequest.forTask("t").dialect(Dialects.traditional())).events();

    for (long sequence = 1; sequence < last; sequence++) {
      long after = sequence;
      assertThat(resume(Spoken.TRADITIONAL, "e1-" + sequence).events())
          .isEqualTo(shown.stream().filter(event -> event.sequence() > after).toList());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aClientThatHasTheEndMustNotComeBack(Spoken spoken) {
    Stories.tell(streams.start());
    String last = String.valueOf(streams.connect().lastEvent().id());

    SseResponse response =
        streams.respond(StreamRequest.forTask("t").dialect(spoken.dialect()).lastEventId(last));

    assertThat(response.status()).isEqualTo(204);
    assertThat(response.kind()).isEqualTo(StreamAnswer.Kind.NOTHING_MORE);
    assertThat(response.headers()).isEmpty();
    assertThat(streams.observer().calls()).doesNotContain("refused NOTHING_MORE");
  }

  @Test
  void aClientThatIsUpToDateWaitsForTheNextEvent() {
    ProgressTracker task = streams.start();
    Client client = resume(Spoken.ENHANCED, "e1-1");
    assertThat(client.stream()).isEqualTo(RETRY);

    task.token("x");

    assertThat(client.types()).containsExactly("enhanced_token");
  }

  @ParameterizedTest
  @ValueSource(strings = {"  ", "\t", ""})
  void aBlankIdIsAFirstConnection(String id) {
    streams.start();

    assertThat(resume(Spoken.ENHANCED, id).types()).containsExactly("enhanced_status");
  }

  @Test
  void spacesAroundAnIdDoNotMatter() {
    streams.start().token("x");

    assertThat(resume(Spoken.ENHANCED, " e1-1 ").types()).containsExactly("enhanced_token");
  }

  @Test
  void zeroIsThePlaceBeforeTheFirstEvent() {
    streams.start();

    Client client = resume(Spoken.ENHANCED, "e1-0");

    assertThat(client.types()).containsExactly("enhanced_status");
    assertThat(client.lastEvent().json().has("resync")).isFalse();
  }
}
