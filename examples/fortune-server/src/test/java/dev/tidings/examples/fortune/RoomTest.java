package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Whose questions give way when there is no more room. */
class RoomTest {
  private static final String ASK = TestServer.STREAMING + "/ask-question";

  private static String answered(TestServer server, String token) {
    String task = server.ask(token);
    try (SseClient stream = server.enhanced(task, token)) {
      stream.awaitType("enhanced_complete");
    }
    return task;
  }

  private static Answer progress(TestServer server, String task, String token) {
    return server.get(TestServer.STREAMING + "/progress/" + task, token);
  }

  @Test
  void manyQuestionsOfOneUserPushOutNobodyElses() {
    String token = Jwts.of("modest");
    String flooding = Jwts.of("flooding");
    try (TestServer server = TestServer.start("TIDINGS_MAX_TASKS", "6")) {
      String task = answered(server, token);
      String first = answered(server, flooding);
      for (int i = 0; i < 20; i++) {
        answered(server, flooding);
      }

      progress(server, task, token).ok();
      progress(server, first, flooding).refusedAs(404, "unknown_task");
      assertThat(server.get("/metrics", token).text())
          .contains("\ntidings_tasks_kept 6.0\n")
          .contains("\ntidings_tasks_evicted_total 16.0\n");
    }
  }

  @Test
  void unfinishedQuestionsThatLeaveNoRoomAreBusyAndTakeNoPlace() {
    String token = Jwts.of("third");
    try (FakeModel silent = new FakeModel();
        TestServer server =
            TestServer.asking(silent, "TIDINGS_MAX_TASKS", "2", "TIDINGS_TASKS_PER_USER", "1")) {
      String first = server.ask(Jwts.of("first"));
      server.ask(Jwts.of("second"));

      for (int i = 0; i < 2; i++) {
        Answer answer = server.post(ASK, token, TestServer.question("zh"));
        assertThat(answer.refusedAs(503, "busy")).contains("unfinished");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
      }

      server.post(TestServer.STREAMING + "/cancel/" + first, Jwts.of("first")).ok();
      server.ask(token);
    }
  }

  @Test
  void metricsTellWhatIsHeldAndWhatMayBe() {
    String token = Jwts.of("operator");
    try (TestServer server = TestServer.start("TIDINGS_MAX_TASKS_MB", "3")) {
      answered(server, token);

      assertThat(server.get("/metrics", token).text())
          .contains("\ntidings_tasks_budget_bytes 3145728.0\n")
          .containsPattern("\ntidings_tasks_retained_bytes [1-9][0-9]{3,4}\\.0\n");
    }
  }
}
