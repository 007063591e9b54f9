package dev.tidings.client;

import static dev.tidings.client.Wire.HEAD;
import static dev.tidings.client.Wire.TASK;
import static dev.tidings.client.Wire.client;
import static dev.tidings.client.Wire.complete;
import static dev.tidings.client.Wire.problem;
import static dev.tidings.client.Wire.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.client.TaskAccessException.Reason;
import dev.tidings.testkit.server.FaultServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What servers refuse, for good or for now, and what the task's other calls say then. */
class RefusalTest {
  private final Wire.Paths paths = new Wire.Paths();

  private static TaskAccessException refusal(TaskEvents events) {
    TaskAccessException refused =
        catchThrowableOfType(TaskAccessException.class, () -> drain(events));
    assertThatThrownBy(events::hasNext).isSameAs(refused);
    return refused;
  }

  private static List<TaskEvent> drain(TaskEvents events) {
    List<TaskEvent> all = new ArrayList<>();
    events.forEachRemaining(all::add);
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "401, unauthorized, UNAUTHORIZED",
    "403, forbidden, FORBIDDEN",
    "400, invalid_request, REFUSED",
    "302, elsewhere, REFUSED"
  })
  void refusalForGoodIsToldAndNotTriedAgain(int status, String code, Reason reason)
      throws Exception {
    try (FaultServer server = FaultServer.start(Wire.says(problem(status, code, "")));
        SseProgressClient client = client(server).token(() -> "secret-token").build();
        TaskEvents events = client.follow(TASK)) {
      TaskAccessException refused = refusal(events);

      assertThat(refused.reason()).isEqualTo(reason);
      assertThat(refused.status()).isEqualTo(status);
      assertThat(refused).hasMessage("the server answered " + status + ": Because of it.");
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void taskThatNobodyKnowsIsGone() throws Exception {
    paths
        .on("/sse/", problem(404, "unknown_task", ""))
        .on("/result/", problem(404, "unknown_task", ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).build();
        TaskEvents events = client.follow(TASK)) {
      assertThat(refusal(events).reason()).isEqualTo(Reason.GONE);
      assertThat(paths.asked()).containsExactly("sse", "result");
    }
  }

  @Test
  void serverWithoutResultsIsAskedForProgress() throws Exception {
    paths
        .on("/sse/", problem(404, "unknown_task", ""))
        .on("/result/", problem(404, "not_found", ""))
        .on("/progress/", problem(404, "unknown_task", ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).build();
        TaskEvents events = client.follow(TASK)) {
      assertThat(refusal(events).reason()).isEqualTo(Reason.GONE);
      assertThat(paths.asked()).containsExactly("sse", "result", "progress");
    }
  }

  @Test
  void streamThatIsNotFoundOfATaskThatHasEndedGivesItsResult() throws Exception {
    paths
        .on("/sse/", problem(404, "not_found", ""))
        .on("/result/", Wire.answer(200, "application/json", "", Wire.completion("只聽")));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).build();
        TaskEvents events = client.follow(TASK)) {
      assertThat(drain(events))
          .singleElement()
          .isInstanceOfSatisfying(
              TaskEvent.Completed.class, end -> assertThat(end.response()).isEqualTo("只聽"));
    }
  }

  @Test
  void streamThatIsNeverToBeHadIsFollowedByLookingAtTheResult() throws Exception {
    String full = problem(429, "too_many_streams", "");
    String running = Wire.answer(202, "application/json", "", "{}");
    paths
        .on("/sse/", full)
        .on("/sse/", full)
        .on("/result/", running)
        .on("/sse/", full)
        .on("/result/", Wire.answer(200, "application/json", "", Wire.completion("只聽")));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = impatient(server).build();
        TaskEvents events = client.follow(TASK)) {
      assertThat(drain(events)).hasSize(1);
      assertThat(paths.asked()).containsExactly("sse", "sse", "result", "sse", "result");
    }
  }

  /** A client whose waits are about 50 ms, though no server said so. */
  private static SseProgressClientBuilder impatient(FaultServer server) {
    return client(server).firstWait(Duration.ofMillis(50)).longestWait(Duration.ofMillis(60));
  }

  @Test
  void waitThatARefusalAsksForIsKept() throws Exception {
    paths
        .on("/sse/", problem(503, "busy", "Retry-After: 1\r\n"))
        .on("/sse/", HEAD + queued() + complete(2, ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = impatient(server).giveUpAfter(Duration.ofMillis(500)).build();
        TaskEvents events = client.follow(TASK)) {
      TaskAccessException given = refusal(events);

      assertThat(given.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(given).hasMessageContaining("503: Because of it.");
      assertThat(paths.asked()).containsExactly("sse");
    }
  }

  @Test
  void givesUpWhenNothingNewCameForTooLong() throws Exception {
    AtomicLong now = new AtomicLong();
    AtomicLong mostWaited = new AtomicLong();
    Wire.Paths dying = new Wire.Paths();
    for (int i = 0; i < 40; i++) {
      dying.on("/sse/", HEAD).on("/result/", Wire.answer(202, "application/json", "", "{}"));
    }
    try (FaultServer server = FaultServer.start(dying);
        SseProgressClient client =
            client(server)
                .giveUpAfter(Duration.ofSeconds(30))
                .longestWait(Duration.ofMillis(60))
                .chance(new Random(1), () -> now.addAndGet(Duration.ofSeconds(3).toNanos()))
                .connectionListener(
                    (task, state) ->
                        mostWaited.accumulateAndGet(state.delay().toMillis(), Math::max))
                .build();
        TaskEvents events = client.follow(TASK)) {
      TaskAccessException given = refusal(events);

      assertThat(given.reason()).isEqualTo(Reason.UNREACHABLE);
      assertThat(dying.asked()).filteredOn("sse"::equals).hasSize(11);
      assertThat(mostWaited.get()).isLessThanOrEqualTo(90);
    }
  }

  @Test
  void whoTakesLongBetweenTwoEventsIsNotGivenUp() throws Exception {
    AtomicLong now = new AtomicLong();
    paths.on("/sse/", HEAD + queued()).on("/sse/", HEAD + complete(2, ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client =
            client(server)
                .giveUpAfter(Duration.ofSeconds(30))
                .chance(new Random(1), now::get)
                .build();
        TaskEvents events = client.follow(TASK)) {
      now.addAndGet(Duration.ofHours(1).toNanos());
      events.next();
      now.addAndGet(Duration.ofHours(1).toNanos());

      assertThat(events.next()).isInstanceOf(TaskEvent.Completed.class);
    }
  }

  @Test
  void tokenIsAskedForEachConnectionAnew() throws Exception {
    Queue<String> tokens = new ArrayDeque<>(List.of("one", "two"));
    paths.on("/sse/", HEAD + queued()).on("/sse/", HEAD + complete(2, ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).token(tokens::poll).build();
        TaskEvents events = client.follow(TASK)) {
      assertThat(drain(events)).hasSize(2);
      assertThat(paths.headers("Authorization")).containsExactly("Bearer one", "Bearer two");
    }
  }

  @Test
  void refusedTokenIsReplacedOnceIfThereIsANewerOne() throws Exception {
    Queue<String> tokens = new ArrayDeque<>(List.of("old", "new"));
    paths.on("/sse/", problem(401, "unauthorized", "")).on("/sse/", HEAD + complete(2, ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).token(tokens::poll).build();
        TaskEvents events = client.follow(TASK)) {
      assertThat(drain(events)).hasSize(1);
      assertThat(paths.headers("Authorization")).containsExactly("Bearer old", "Bearer new");
    }
  }

  @Test
  void supplierThatThrowsIsAConnectionThatFailed() throws Exception {
    AtomicLong asked = new AtomicLong();
    paths.on("/sse/", HEAD + complete(2, ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client =
            impatient(server)
                .token(
                    () -> {
                      if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("no tokens today");
                      }
                      return "good";
                    })
                .build();
        TaskEvents events = client.follow(TASK)) {
      assertThat(drain(events)).hasSize(1);
    }
  }

  @Test
  void tokenThatCannotStandInAHeaderIsNotQuoted() throws Exception {
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).token(() -> "se cret\n").build();
        TaskEvents events = client.follow(TASK)) {
      TaskAccessException refused = refusal(events);

      assertThat(refused.reason()).isEqualTo(Reason.UNAUTHORIZED);
      assertThat(refused.getMessage()).doesNotContain("cret");
      assertThat(server.connections()).isZero();
    }
  }

  @Test
  void resultIsTheEndOrNothingYet() throws Exception {
    paths
        .on("/result/", Wire.answer(202, "application/json", "", "{}"))
        .on("/result/", Wire.answer(200, "application/json", "", Wire.completion("只聽")))
        .on("/result/", problem(403, "forbidden", ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).build()) {
      assertThat(client.result(TASK)).isEmpty();
      assertThat(client.result(TASK)).containsInstanceOf(TaskEvent.Completed.class);
      assertThatThrownBy(() -> client.result(TASK))
          .isInstanceOfSatisfying(
              TaskAccessException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.FORBIDDEN));
    }
  }

  @Test
  void serverWithoutResultsTellsWhetherATaskRunsAndNotHowItEnded() throws Exception {
    String missing = problem(404, "not_found", "");
    paths
        .on("/result/", missing)
        .on("/progress/", Wire.answer(200, "application/json", "", "{\"tracker_active\":true}"))
        .on("/result/", missing)
        .on("/progress/", Wire.answer(200, "application/json", "", "{\"tracker_active\":false}"));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).build()) {
      assertThat(client.result(TASK)).isEmpty();
      assertThatThrownBy(() -> client.result(TASK))
          .isInstanceOfSatisfying(
              TaskAccessException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.REFUSED));
    }
  }

  @Test
  void cancelIsAPostWithTheToken() throws Exception {
    paths
        .on("POST", Wire.answer(200, "application/json", "", "{}"))
        .on("POST", problem(404, "unknown_task", ""));
    try (FaultServer server = FaultServer.start(paths);
        SseProgressClient client = client(server).token(() -> "mine").build()) {
      client.cancel(TASK);

      assertThat(paths.asked()).containsExactly("cancel");
      assertThat(paths.headers("Authorization")).containsExactly("Bearer mine");
      assertThatThrownBy(() -> client.cancel(TASK))
          .isInstanceOfSatisfying(
              TaskAccessException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.GONE));
    }
  }

  @Test
  void serverThatIsNotThereIsUnreachable() throws Exception {
    FaultServer server = FaultServer.start(paths);
    server.close();
    try (SseProgressClient client = impatient(server).giveUpAfter(Duration.ofSeconds(1)).build();
        TaskEvents events = client.follow(TASK)) {
      assertThat(refusal(events).reason()).isEqualTo(Reason.UNREACHABLE);
    }
  }
}
