package dev.tidings.examples.fortune;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.SseClient.Received;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** A task as a stream of the Durable Streams protocol. */
class DurableStreamTest {
  private static final String TOKEN = Jwts.of("durable reader");
  private static final String DURABLE = "/api/v1/durable/";
  private static final long PATIENCE = 20;
  private static final String NEXT = "Stream-Next-Offset";
  private static final String CLOSED = "Stream-Closed";
  private static final String UP_TO_DATE = "Stream-Up-To-Date";

  private final FakeModel model = new FakeModel();
  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.asking(model, "TIDINGS_IDLE_SECONDS", "2", "TIDINGS_PING_SECONDS", "1");
  }

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private String ended() {
    String task = server.ask(TOKEN);
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      model.next().begin().word("  只聽\r\n").word("耳邊\u2028").finish("stop");
      stream.awaitType("enhanced_complete");
    }
    return task;
  }

  private Answer read(String taskAndQuery) {
    return server.get(DURABLE + taskAndQuery, TOKEN);
  }

  private Answer read(String taskAndQuery, String header, String value) {
    return server.send(
        TestServer.authorized(HttpRequest.newBuilder(server.at(DURABLE + taskAndQuery)), TOKEN)
            .header(header, value));
  }

  private Answer method(String method, String task, String token) {
    return server.send(
        TestServer.authorized(HttpRequest.newBuilder(server.at(DURABLE + task)), token)
            .method(method, BodyPublishers.noBody()));
  }

  private CompletableFuture<Answer> poll(String task, String offset) {
    return CompletableFuture.supplyAsync(
        () -> read(task + "?live=long-poll&offset=" + offset), DurableStreamTest::daemon);
  }

  private static void daemon(Runnable command) {
    Thread thread = new Thread(command, "poll");
    thread.setDaemon(true);
    thread.start();
  }

  private SseClient live(String task, String offset, String token) {
    return SseClient.open(
        server.at(DURABLE + task + "?live=sse&offset=" + offset),
        "Authorization",
        "Bearer " + token);
  }

  private static List<JsonNode> messages(Answer answer) {
    List<JsonNode> messages = new ArrayList<>();
    answer.ok().forEach(messages::add);
    return messages;
  }

  private static List<JsonNode> messages(List<Received> events) {
    List<JsonNode> messages = new ArrayList<>();
    for (Received event : events) {
      if ("data".equals(event.name())) {
        assertThat(event.json().isArray()).isTrue();
        event.json().forEach(messages::add);
      }
    }
    return messages;
  }

  private List<JsonNode> enhanced(String task) {
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      return stream.awaitEnd().stream().map(Received::json).toList();
    }
  }

  private void awaitWatchers(String task, int wanted) {
    String path = TestServer.STREAMING + "/progress/" + task;
    int watchers = -1;
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        watchers != wanted && System.nanoTime() < end; ) {
      watchers =
          server.get(path, TOKEN).ok().path("tracker_info").path("subscribers_count").intValue();
    }
    assertThat(watchers).isEqualTo(wanted);
  }

  @Test
  void taskThatHasEndedIsAWholeStreamOfTheEnhancedEvents() {
    String task = ended();

    Answer answer = read(task);

    assertThat(messages(answer)).isEqualTo(enhanced(task));
    assertThat(answer.header(UP_TO_DATE)).isEqualTo("true");
    assertThat(answer.header(CLOSED)).isEqualTo("true");
    assertThat(answer.header(NEXT)).matches("[A-Za-z0-9]+_[0-9]{16}");
    assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(read(task + "?offset=-1").text()).isEqualTo(answer.text());
  }

  @Test
  void whoReadsOnFromAnOffsetMissesNothingAndIsToldNothingTwice() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin().word("只聽");
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      stream.awaitType("enhanced_token");
      Answer first = read(task);
      assertThat(first.header(CLOSED)).isEmpty();
      exchange.word("耳邊").finish("stop");
      stream.awaitEnd();

      Answer rest = read(task + "?offset=" + first.header(NEXT));

      List<JsonNode> both = messages(first);
      both.addAll(messages(rest));
      assertThat(both).isEqualTo(enhanced(task));
      assertThat(rest.header(CLOSED)).isEqualTo("true");
    }
  }

  @Test
  void answersAreKeptByNobodyUntilTheTaskHasEnded() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin().word("只聽");

    Answer open = read(task);
    assertThat(open.header("Cache-Control")).isEqualTo("no-store");
    assertThat(open.header("ETag")).isEmpty();

    try (SseClient stream = server.enhanced(task, TOKEN)) {
      exchange.finish("stop");
      stream.awaitEnd();
    }
    Answer closed = read(task);
    String tag = closed.header("ETag");
    assertThat(closed.header("Cache-Control"))
        .isEqualTo("private, max-age=60, stale-while-revalidate=300");
    assertThat(closed.header("Vary")).contains("Authorization");
    assertThat(tag).matches("\"[^\"]+\"");
    Answer same = read(task, "If-None-Match", tag);
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.text()).isEmpty();
    assertThat(same.header("ETag")).isEqualTo(tag);
    assertThat(read(task, "If-None-Match", "\"other\"").text()).isEqualTo(closed.text());
  }

  @Test
  void headTellsWhereTheStreamEndsAndNowBeginsThere() {
    String task = ended();

    Answer head = method("HEAD", task, TOKEN);
    Answer now = read(task + "?offset=now");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.text()).isEmpty();
    assertThat(head.header("Content-Type")).isEqualTo("application/json");
    assertThat(head.header("Cache-Control")).isEqualTo("no-store");
    assertThat(head.header(CLOSED)).isEqualTo("true");
    assertThat(head.header(NEXT)).isEqualTo(read(task).header(NEXT)).isEqualTo(now.header(NEXT));
    assertThat(now.ok()).isEmpty();
    assertThat(now.header("ETag")).isEmpty();
    assertThat(now.header(UP_TO_DATE)).isEqualTo("true");
  }

  @Test
  void longPollWaitsLongerThanAnUnusedConnectionAndGetsWhatComes() throws Exception {
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin();
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      stream.awaitProgress(65);
      CompletableFuture<Answer> waiting = poll(task, read(task).header(NEXT));
      awaitWatchers(task, 2);
      stream.await(event -> event.json().path("connection_alive_seconds").asInt(0) > 4);
      assertThat(waiting).isNotDone();

      exchange.word("只聽");

      Answer came = waiting.get(PATIENCE, SECONDS);
      assertThat(came.header("Stream-Cursor")).matches("[0-9]+");
      assertThat(came.header("Cache-Control")).isEqualTo("no-store");
      // The stage may have been told before its first text, and that alone.
      while (texts(came).stream().allMatch(String::isEmpty)) {
        came = poll(task, came.header(NEXT)).get(PATIENCE, SECONDS);
      }
      assertThat(texts(came)).contains("只聽");
      exchange.finish("stop");
    }
  }

  private static List<String> texts(Answer answer) {
    return messages(answer).stream().map(message -> message.path("text").asString("")).toList();
  }

  @Test
  void longPollsReadTheWholeTaskToItsEnd() throws Exception {
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin();
    List<JsonNode> seen = new ArrayList<>();
    Answer answer = poll(task, "-1").get(PATIENCE, SECONDS);
    for (int words = 0; answer.header(CLOSED).isEmpty(); words++) {
      assertThat(answer.status()).isEqualTo(200);
      seen.addAll(messages(answer));
      if (words < 10) {
        exchange.word("字" + words);
      } else if (words == 10) {
        exchange.finish("stop");
      }
      answer = poll(task, answer.header(NEXT)).get(PATIENCE, SECONDS);
    }
    seen.addAll(messages(answer));

    assertThat(seen).isEqualTo(enhanced(task));
    Answer after = poll(task, answer.header(NEXT)).get(PATIENCE, SECONDS);
    assertThat(after.status()).isEqualTo(204);
    assertThat(after.text()).isEmpty();
    assertThat(after.header(CLOSED)).isEqualTo("true");
    assertThat(after.header(UP_TO_DATE)).isEqualTo("true");
    assertThat(after.header(NEXT)).isEqualTo(answer.header(NEXT));
    assertThat(after.header("Stream-Cursor")).matches("[0-9]+");
  }

  @Test
  void eventStreamSaysTheMessagesAndWhereTheyEnd() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin().word("只聽");
    try (SseClient stream = live(task, "-1", TOKEN)) {
      stream.await(event -> event.data().contains("enhanced_token"));
      assertThat(stream.headers().get("Content-Type")).startsWith("text/event-stream");
      stream.await(event -> event.data().contains("upToDate"));
      exchange.word("耳邊").finish("stop");

      List<Received> events = stream.awaitEnd();

      assertThat(messages(events)).isEqualTo(enhanced(task));
      assertThat(events).extracting(Received::name).containsOnly("data", "control");
      for (int i = 0; i < events.size(); i++) {
        if ("data".equals(events.get(i).name())) {
          assertThat(events.get(i + 1).name()).as("behind each message").isEqualTo("control");
        }
      }
      JsonNode last = events.get(events.size() - 1).json();
      assertThat(Answer.names(last))
          .containsExactly("streamNextOffset", "upToDate", "streamClosed");
      assertThat(last.path("streamNextOffset").asString()).isEqualTo(read(task).header(NEXT));
      assertThat(events)
          .filteredOn(event -> "control".equals(event.name()) && !event.data().contains("Closed"))
          .isNotEmpty()
          .allSatisfy(event -> assertThat(event.data()).contains("streamCursor"));
    }
  }

  @Test
  void eventStreamAtTheEndSaysJustThat() {
    String task = ended();
    for (String offset : List.of("now", read(task).header(NEXT))) {
      try (SseClient stream = live(task, offset, TOKEN)) {
        assertThat(stream.awaitEnd()).hasSize(1);
        assertThat(stream.status()).isEqualTo(200);
        Received only = stream.seen().get(0);
        assertThat(only.name()).isEqualTo("control");
        assertThat(only.json().path("streamClosed").booleanValue()).isTrue();
      }
    }
  }

  @Test
  void eventStreamFromNowBeginsWithTheTail() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin();
    try (SseClient all = server.enhanced(task, TOKEN)) {
      all.awaitProgress(65);
      Answer before = read(task);
      try (SseClient stream = live(task, "now", TOKEN)) {
        JsonNode first = stream.await(event -> true).json();
        assertThat(first.path("streamNextOffset").asString()).isEqualTo(before.header(NEXT));
        assertThat(first.path("upToDate").booleanValue()).isTrue();
        exchange.word("只聽").finish("stop");
        List<JsonNode> both = messages(before);
        both.addAll(messages(stream.awaitEnd()));
        assertThat(both).isEqualTo(enhanced(task));
      }
    }
  }

  @Test
  void eventStreamThatMustBeCutEndsInOrderBehindAControlEvent() {
    String brief =
        Jwts.signed(
            "HS256", Map.of("sub", "durable reader", "exp", Jwts.secondsFromNow(3)), Jwts.SECRET);
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin().word("只聽");
    try (SseClient stream = live(task, "-1", brief)) {
      List<Received> events = stream.awaitEnd();

      Received last = events.get(events.size() - 1);
      assertThat(last.name()).isEqualTo("control");
      assertThat(last.data()).doesNotContain("streamClosed");
      exchange.word("耳邊").finish("stop");
      String offset = last.json().path("streamNextOffset").asString();
      try (SseClient again = live(task, offset, TOKEN)) {
        List<JsonNode> both = messages(events);
        both.addAll(messages(again.awaitEnd()));
        assertThat(both).isEqualTo(enhanced(task));
      }
    }
  }

  @Test
  void stoppingServerAnswersWhoWaits() throws Exception {
    String task = server.ask(TOKEN);
    FakeModel.Exchange unused = model.next().begin().word("只聽");
    try (SseClient stream = live(task, "-1", TOKEN)) {
      stream.await(event -> event.data().contains("enhanced_token"));
      CompletableFuture<Answer> waiting = poll(task, read(task).header(NEXT));
      awaitWatchers(task, 2);

      server.close();

      List<Received> events = stream.awaitEnd();
      assertThat(events.get(events.size() - 1).name()).isEqualTo("control");
      assertThat(waiting.get(PATIENCE, SECONDS).status()).isIn(200, 204);
    }
  }

  @Test
  void longAnswerIsReadInPages() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin();
    for (int i = 0; i < 12; i++) {
      exchange.word("福".repeat(80_000));
    }
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      exchange.finish("stop");
      stream.awaitEnd();
    }

    List<JsonNode> seen = new ArrayList<>();
    Answer page = read(task);
    int pages = 1;
    for (; page.header(UP_TO_DATE).isEmpty(); pages++) {
      assertThat(page.header(CLOSED)).isEmpty();
      seen.addAll(messages(page));
      page = read(task + "?offset=" + page.header(NEXT));
    }
    seen.addAll(messages(page));

    assertThat(pages).isGreaterThan(1);
    assertThat(seen).isEqualTo(enhanced(task));
  }

  @Test
  void offsetInsideAJoinedTextIsGone() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange exchange = model.next().begin();
    for (int i = 0; i < 2_000; i++) {
      exchange.word("字");
    }
    try (SseClient stream = server.enhanced(task, TOKEN)) {
      exchange.finish("stop");
      stream.awaitEnd();
    }
    String inside = read(task).header(NEXT).replaceAll("_.*", "_0000000000000100");

    read(task + "?offset=" + inside).refusedAs(410, "gone");
    poll(task, inside).join().refusedAs(410, "gone");
    read(task + "?live=sse&offset=" + inside).refusedAs(410, "gone");
    read(task + "?offset=elsewhere_0000000000000001").refusedAs(410, "gone");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?offset=",
        "?offset=0",
        "?offset=x-1",
        "?offset=-1&offset=-1",
        "?live=long-poll",
        "?live=sse",
        "?live=ws&offset=-1"
      })
  void whatIsNoReadIsRefused(String query) {
    read(server.ask(TOKEN) + query).refusedAs(400, "invalid_request");
  }

  @Test
  void streamIsItsOwnersAlone() {
    String task = server.ask(TOKEN);
    for (String query : List.of("", "?offset=now&live=long-poll", "?offset=-1&live=sse")) {
      server.get(DURABLE + task + query, null).refusedAs(401, "unauthorized");
      server.get(DURABLE + task + query, Jwts.of("stranger")).refusedAs(403, "forbidden");
      Answer unknown = server.get(DURABLE + "task_nobody_knows" + query, TOKEN);
      unknown.refusedAs(404, "unknown_task");
      assertThat(unknown.header("Cache-Control")).isEqualTo("no-store");
    }
    assertThat(method("HEAD", task, Jwts.of("stranger")).status()).isEqualTo(403);
    assertThat(method("HEAD", "task_nobody_knows", TOKEN).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "POST", "DELETE", "PATCH"})
  void nobodyWritesToIt(String method) {
    Answer answer = method(method, server.ask(TOKEN), TOKEN);

    answer.refusedAs(405, "method_not_allowed");
    assertThat(answer.header("Allow").split(", ", -1)).containsExactlyInAnyOrder("GET", "HEAD");
  }

  @Test
  void pageOfANamedOriginSeesWhereItIs() {
    try (TestServer open = TestServer.asking(model, "TIDINGS_ORIGINS", "https://app.example.com")) {
      Answer answer =
          open.send(
              TestServer.authorized(
                      HttpRequest.newBuilder(open.at(DURABLE + open.ask(TOKEN))), TOKEN)
                  .header("Origin", "https://app.example.com"));

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.header("Access-Control-Expose-Headers"))
          .contains(NEXT, UP_TO_DATE, CLOSED, "Stream-Cursor");
      assertThat(String.join(", ", answer.headers().allValues("Vary")))
          .contains("Origin", "Authorization");
    }
  }
}
