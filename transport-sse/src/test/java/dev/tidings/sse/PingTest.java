package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.sse.testing.Spoken;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import dev.tidings.stream.TaskStreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signs of life of a stream on which nothing happens. */
class PingTest {
  private static long pings(Client client) {
    return client.types().stream().filter(type -> type.endsWith("ping")).count();
  }

  private static List<Client> connectMany(ManualStreams streams, Spoken spoken, int number) {
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      clients.add(streams.connect(StreamRequest.forTask("t").dialect(spoken.dialect())));
    }
    return clients;
  }

  @ParameterizedTest
  @CsvSource({"ENHANCED, 15", "TRADITIONAL, 30"})
  void theFirstComesAtMostAnEighthEarlierThanItsTimeAndNeverLater(Spoken spoken, int seconds) {
    ManualStreams streams = ManualStreams.create();
    streams.start();
    List<Client> clients = connectMany(streams, spoken, 64);

    streams.advance(Duration.ofMillis(seconds * 875L - 1));
    assertThat(clients).allMatch(client -> pings(client) == 0);

    streams.advance(Duration.ofMillis(seconds * 125L + 1));
    assertThat(clients).allMatch(client -> pings(client) == 1);
  }

  @Test
  void clientsThatCameTogetherAreNotPingedTogether() {
    ManualStreams streams = ManualStreams.create();
    streams.start();
    List<Client> clients = connectMany(streams, Spoken.TRADITIONAL, 64);

    streams.advanceSeconds(28);

    assertThat(clients).anyMatch(client -> pings(client) == 0).anyMatch(c -> pings(c) == 1);
  }

  @Test
  void theNextOnesFollowAtTheWholeInterval() {
    ManualStreams streams = ManualStreams.create();
    streams.start();
    Client client = streams.connect();
    streams.advanceSeconds(13);
    while (pings(client) == 0) {
      streams.advanceSeconds(1);
    }

    for (int more = 1; more <= 10; more++) {
      streams.advanceSeconds(14);
      assertThat(pings(client)).isEqualTo(more);
      streams.advanceSeconds(1);
      assertThat(pings(client)).isEqualTo(more + 1L);
    }
  }

  @Test
  void theHostsIntervalsCountAlsoBelowASecond() {
    ManualStreams streams =
        ManualStreams.create(
            t ->
                t.ping(Dialects.enhanced(), Duration.ofMillis(400))
                    .ping(Dialects.traditional(), Duration.ofMillis(80)));
    streams.start();
    Client enhanced = streams.connect();
    Client traditional =
        streams.connect(StreamRequest.forTask("t").dialect(Dialects.traditional()));

    streams.advance(Duration.ofMillis(400));

    assertThat(pings(enhanced)).isEqualTo(1);
    assertThat(pings(traditional)).isEqualTo(5);
  }

  @Test
  void aPingHasNoIdAndIsNotStored() {
    ManualStreams streams = ManualStreams.create();
    ProgressTracker task = streams.start();
    Client client = streams.connect();
    streams.advanceSeconds(15);
    assertThat(client.sink().lastWrite()).startsWith("data: {\"type\":\"enhanced_ping\"");

    task.token("x");

    assertThat(client.lastEvent().id()).isEqualTo("e1-2");
    assertThat(streams.connect().types()).containsExactly("enhanced_status", "enhanced_token");
  }

  @Test
  void aPingWaitsForTheWriteInFlightAndFollowsItOnce() {
    ManualStreams streams = ManualStreams.create(t -> t.writeTimeout(Duration.ofHours(1)));
    streams.start();
    Client slow = streams.connectSlow();
    streams.advanceSeconds(60);
    assertThat(slow.sink().writes()).isEqualTo(1);

    slow.sink().takeAll();

    assertThat(slow.types()).containsExactly("enhanced_status", "enhanced_ping");
    assertThat(slow.lastEvent().json().path("connection_alive_seconds").asInt()).isEqualTo(60);
  }

  @Test
  void theWorkMovingDoesNotSilenceThePing() {
    ManualStreams streams = ManualStreams.create();
    ProgressTracker task = streams.start();
    Client client = streams.connect();
    for (int second = 0; second < 15; second++) {
      streams.advanceSeconds(1);
      task.update(Stage.PROCESSING, second, Message.text("works"));
    }

    assertThat(pings(client)).isEqualTo(1);
  }

  @Test
  void noPingFollowsTheTerminalEvent() {
    ManualStreams streams = ManualStreams.create(t -> t.writeTimeout(Duration.ofHours(1)));
    ProgressTracker task = streams.start();
    Client slow = streams.connectSlow();
    task.complete(TaskResult.of(""));
    slow.sink().take();
    streams.advanceSeconds(60);

    slow.sink().takeAll();

    assertThat(slow.types()).doesNotContain("enhanced_ping").endsWith("enhanced_complete");
    assertThat(slow.ended()).contains(SessionEnd.COMPLETED);
  }

  @Test
  void pingsCanBeSwitchedOff() {
    ManualStreams silent = ManualStreams.create(TaskStreams.Builder::withoutPings);
    silent.start();
    Client enhanced = silent.connect();
    Client traditional = silent.connect(StreamRequest.forTask("t").dialect(Dialects.traditional()));

    silent.advance(Duration.ofDays(1));

    assertThat(enhanced.types()).containsExactly("enhanced_status");
    assertThat(traditional.types()).containsExactly("status");
  }

  @Test
  void timesThatNoClockHoldsAreRefused() {
    TaskStreams.Builder builder = TaskStreams.builder(ProgressHub.of(StageModel.ragLlm()));

    Map<String, Consumer<Duration>> settings =
        Map.of(
            "ping of enhanced",
            time -> builder.ping(Dialects.enhanced(), time),
            "ping of traditional",
            time -> builder.ping(Dialects.traditional(), time),
            "writeTimeout",
            builder::writeTimeout,
            "retry",
            builder::retry);
    for (Duration time : new Duration[] {Duration.ZERO, Duration.ofSeconds(Long.MAX_VALUE)}) {
      settings.forEach(
          (name, setting) ->
              assertThatIllegalArgumentException()
                  .isThrownBy(() -> setting.accept(time))
                  .withMessageContaining(name + " " + time));
    }
  }
}
