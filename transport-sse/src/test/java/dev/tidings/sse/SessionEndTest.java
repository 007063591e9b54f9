package dev.tidings.sse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.ProgressTracker;
import dev.tidings.TaskResult;
import dev.tidings.dialects.Dialects;
import dev.tidings.sse.testing.Client;
import dev.tidings.sse.testing.ManualStreams;
import dev.tidings.stream.SessionEnd;
import dev.tidings.stream.StreamRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A session ends once, for one reason, and tells whoever wants to know. */
class SessionEndTest {
  private final ManualStreams streams = ManualStreams.create();
  private final ProgressTracker task = streams.start();
  private final List<SessionEnd> told = new ArrayList<>();

  @Test
  void aWriteThatFailsMeansTheClientIsGone() {
    Client client = streams.connectSlow();
    client.session().onEnd(told::add);

    client.sink().fail();
    task.token("x");

    assertThat(client.ended()).contains(SessionEnd.CLIENT_GONE);
    assertThat(client.sink().state()).isEqualTo("aborted");
    assertThat(client.sink().writes()).isEqualTo(1);
    assertThat(told).containsExactly(SessionEnd.CLIENT_GONE);
  }

  @Test
  void theHostMayLearnThatTheClientIsGoneWithoutAWrite() {
    Client idle = streams.connect();
    Client writing = streams.connectSlow();

    idle.sink().leave();
    writing.sink().leave();
    idle.sink().leave();

    assertThat(List.of(idle.sink().state(), writing.sink().state())).containsOnly("aborted");
    assertThat(idle.ended()).contains(SessionEnd.CLIENT_GONE);
    assertThat(writing.ended()).contains(SessionEnd.CLIENT_GONE);
    assertThat(streams.transport().sessions()).isZero();
    assertThat(task.view().subscribers()).isZero();
  }

  @Test
  void theHostMayCloseASession() {
    Client client = streams.connect();

    client.session().close();
    client.session().close();
    task.token("x");

    assertThat(client.ended()).contains(SessionEnd.CLOSED);
    assertThat(client.sink().state()).isEqualTo("aborted");
    assertThat(client.types()).containsExactly("enhanced_status");
    assertThat(client.stream()).endsWith("retry: 2000\n\n");
  }

  @Test
  void closingWaitsForTheWriteInFlight() {
    Client slow = streams.connectSlow();
    slow.session().close();
    assertThat(slow.ended()).isEmpty();
    assertThat(slow.sink().state()).isEqualTo("open");

    slow.sink().takeAll();

    assertThat(slow.ended()).contains(SessionEnd.CLOSED);
    assertThat(slow.sink().state()).isEqualTo("aborted");
  }

  @Test
  void aClientThatLeavesWhileItIsClosedIsGone() {
    Client slow = streams.connectSlow();
    slow.session().close();

    slow.sink().fail();

    assertThat(slow.ended()).contains(SessionEnd.CLIENT_GONE);
  }

  @Test
  void whoAsksBeforeTheEndAndWhoAsksAfterItAreToldOnceEach() {
    Client client = streams.connect();
    List<SessionEnd> late = new ArrayList<>();
    client.session().onEnd(told::add);
    assertThat(told).isEmpty();

    task.complete(TaskResult.of(""));
    client.sink().leave();
    client.session().close();
    client.session().onEnd(late::add);

    assertThat(told).containsExactly(SessionEnd.COMPLETED);
    assertThat(late).containsExactly(SessionEnd.COMPLETED);
  }

  @Test
  void oneWhoThrowsAtTheEndHidesItFromNobody() {
    Client client = streams.connect();
    client
        .session()
        .onEnd(
            end -> {
              throw new IllegalStateException("as the test asked");
            });
    client.session().onEnd(told::add);

    client.session().close();

    assertThat(told).containsExactly(SessionEnd.CLOSED);
  }

  @Test
  void theObserverIsToldOfEachBeginningAndEndWithItsReason() {
    Client first = streams.connect();
    Client second = streams.connect(StreamRequest.forTask("t").dialect(Dialects.traditional()));
    streams.advanceSeconds(2);
    first.sink().leave();
    streams.advanceSeconds(3);
    task.complete(TaskResult.of(""));

    assertThat(second.ended()).contains(SessionEnd.COMPLETED);
    assertThat(streams.observer().calls())
        .containsExactly(
            "opened enhanced",
            "opened traditional",
            "closed enhanced CLIENT_GONE after 2 s",
            "closed traditional COMPLETED after 5 s");
  }

  @Test
  void metricsKnowEachReasonByALowerCaseName() {
    assertThat(SessionEnd.WRITE_TIMEOUT.metricName()).isEqualTo("write_timeout");
  }
}
