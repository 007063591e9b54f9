package dev.tidings.dialects;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.Message;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualScheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DurableStreamsTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String TAIL_AFTER_WORK = "e1_0000000000000004";

  private final ManualClock clock = new ManualClock();
  private final ManualScheduler timer = new ManualScheduler(clock);
  private final ProgressHub hub =
      ProgressHub.builder()
          .executor(Runnable::run)
          .clock(clock)
          .ticker(clock)
          .scheduler(timer)
          .retainedBytes(4096)
          .epoch("e")
          .build();
  private final ProgressTracker task = hub.start(Task.create("task"));
  private DurableStreams streams = builder().build();

  @AfterEach
  void close() {
    streams.close();
    hub.close();
  }

  private DurableStreams.Builder builder() {
    return DurableStreams.builder().scheduler(timer).clock(clock);
  }

  private void work() {
    task.update(Stage.PROCESSING, 5, Message.of("rag.started"));
    task.token("只聽 \u2028\r\n");
    task.token("耳邊");
  }

  private static DurableRequest request(String... query) {
    Map<String, List<String>> parameters = new HashMap<>();
    for (int i = 0; i < query.length; i += 2) {
      parameters.put(query[i], List.of(query[i + 1]));
    }
    return DurableRequest.of(parameters);
  }

  private CompletableFuture<DurableAnswer> read(DurableRequest request) {
    return streams.read(request, task.view()).toCompletableFuture();
  }

  private DurableAnswer readNow(String... query) {
    CompletableFuture<DurableAnswer> answer = read(request(query));
    assertThat(answer).isCompleted();
    return answer.join();
  }

  private CompletableFuture<DurableAnswer> poll(String offset) {
    return read(request("offset", offset, "live", "long-poll"));
  }

  private static JsonNode json(DurableAnswer answer) {
    assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
    JsonNode json = MAPPER.readTree(answer.body());
    assertThat(json.isArray()).isTrue();
    return json;
  }

  private static List<String> types(DurableAnswer answer) {
    List<String> types = new ArrayList<>();
    json(answer).forEach(message -> types.add(message.path("type").asString()));
    return types;
  }

  private static String next(DurableAnswer answer) {
    return answer.headers().getOrDefault("Stream-Next-Offset", "");
  }

  @Test
  void catchingUpGivesEveryMessageAndWhereTheNextWillBe() {
    work();

    DurableAnswer answer = readNow();

    assertThat(answer.status()).isEqualTo(200);
    assertThat(types(answer))
        .containsExactly(
            "enhanced_status", "enhanced_progress", "enhanced_token", "enhanced_token");
    assertThat(json(answer).get(2).path("text").asString()).isEqualTo("只聽 \u2028\r\n");
    assertThat(answer.headers())
        .containsEntry("Stream-Next-Offset", TAIL_AFTER_WORK)
        .containsEntry("Stream-Up-To-Date", "true")
        .containsEntry("Cache-Control", "no-store")
        .doesNotContainKeys("Stream-Closed", "ETag", "Stream-Cursor");
    assertThat(readNow("offset", "-1").body()).isEqualTo(answer.body());
  }

  @Test
  void anOffsetGivesWhatFollowsIt() {
    work();
    task.complete(TaskResult.of("done"));
    List<String> all = types(readNow());

    for (int i = 0; i <= all.size(); i++) {
      DurableAnswer answer = readNow("offset", new DurableOffset("e1", i).toString());
      assertThat(types(answer)).isEqualTo(all.subList(i, all.size()));
      assertThat(next(answer)).isEqualTo(new DurableOffset("e1", all.size()).toString());
      assertThat(answer.headers()).containsEntry("Stream-Closed", "true");
    }
  }

  @Test
  void aLongStreamComesInPagesOfWhichOnlyTheLastIsUpToDate() {
    streams.close();
    streams = builder().pageBytes(1).build();
    for (int i = 0; i < 100; i++) {
      task.data("fact", Map.of("number", i));
    }
    task.complete(TaskResult.of("done"));

    List<String> seen = new ArrayList<>();
    DurableAnswer page = readNow();
    while (!page.headers().containsKey("Stream-Up-To-Date")) {
      assertThat(page.headers()).doesNotContainKey("Stream-Closed").containsKey("ETag");
      seen.addAll(types(page));
      page = readNow("offset", next(page));
    }
    seen.addAll(types(page));

    assertThat(page.headers()).containsEntry("Stream-Closed", "true");
    assertThat(seen).hasSize(1 + 100 + 2).endsWith("enhanced_complete");
  }

  @Test
  void nowIsTheTailWithoutAMessage() {
    work();

    DurableAnswer open = readNow("offset", "now");
    task.complete(TaskResult.of("done"));
    DurableAnswer closed = readNow("offset", "now");

    for (DurableAnswer answer : List.of(open, closed)) {
      assertThat(json(answer)).isEmpty();
      assertThat(answer.headers())
          .containsEntry("Stream-Up-To-Date", "true")
          .containsEntry("Cache-Control", "no-store")
          .doesNotContainKey("ETag");
    }
    assertThat(next(open)).isEqualTo(TAIL_AFTER_WORK);
    assertThat(open.headers()).doesNotContainKey("Stream-Closed");
    assertThat(closed.headers()).containsEntry("Stream-Closed", "true");
  }

  @Test
  void headSaysWhereTheStreamEnds() {
    work();
    DurableAnswer open = streams.head(task.view());
    task.complete(TaskResult.of("done"));
    DurableAnswer closed = streams.head(task.view());

    assertThat(open.headers())
        .containsEntry("Stream-Next-Offset", TAIL_AFTER_WORK)
        .containsEntry("Content-Type", "application/json")
        .containsEntry("Cache-Control", "no-store")
        .doesNotContainKey("Stream-Closed");
    assertThat(closed.headers())
        .containsEntry("Stream-Next-Offset", "e1_0000000000000006")
        .containsEntry("Stream-Closed", "true");
    assertThat(closed.body()).isEmpty();
  }

  @Test
  void anAnswerIsCacheableOnceTheTaskHasEnded() {
    work();
    assertThat(readNow().headers()).doesNotContainKey("ETag");
    task.complete(TaskResult.of("done"));

    DurableAnswer answer = readNow();
    String tag = answer.headers().getOrDefault("ETag", "");
    assertThat(answer.headers())
        .containsEntry("Cache-Control", "private, max-age=60, stale-while-revalidate=300");
    assertThat(tag).matches("\"[A-Za-z0-9_]+\"");

    DurableAnswer same = read(request().ifNoneMatch("\"x\", " + tag)).join();
    assertThat(same.status()).isEqualTo(304);
    assertThat(same.body()).isEmpty();
    assertThat(same.headers()).containsEntry("ETag", tag);
    assertThat(read(request("offset", "e1_0000000000000001").ifNoneMatch(tag)).join().status())
        .isEqualTo(200);
  }

  @Test
  void anOffsetInsideAJoinedTextIsGoneAndOneAtItsEdgesIsNot() {
    task.token("first ");
    String inside = next(readNow());
    task.token("second ");
    for (int i = 0; i < 200; i++) {
      task.token("more ");
    }

    DurableAnswer gone = readNow("offset", inside);
    assertThat(gone.status()).isEqualTo(410);
    assertThat(MAPPER.readTree(gone.body()).path("code").asString()).isEqualTo("gone");
    assertThat(gone.headers()).containsEntry("Cache-Control", "no-store");
    assertThat(poll(inside).join().status()).isEqualTo(410);
    assertThat(readNow("offset", "e1_0000000000000001").status()).isEqualTo(200);
    StringBuilder text = new StringBuilder();
    json(readNow("offset", "-1")).forEach(part -> text.append(part.path("text").asString("")));
    assertThat(text.toString()).isEqualTo("first second " + "more ".repeat(200));
  }

  @Test
  void anOffsetOfAnotherRunOrBehindTheEndIsGone() {
    assertThat(readNow("offset", "e2_0000000000000001").status()).isEqualTo(410);
    assertThat(poll("e2_0000000000000001").join().status()).isEqualTo(410);
    assertThat(readNow("offset", "e1_0000000000000009").status()).isEqualTo(410);
  }

  @Test
  void aLongPollGivesAtOnceWhatIsThere() {
    work();

    CompletableFuture<DurableAnswer> answer = poll("-1");

    assertThat(types(answer.join())).hasSize(4);
    assertThat(answer.join().headers()).containsKey("Stream-Cursor");
  }

  @Test
  void aLongPollWaitsForTheNextMessage() {
    work();

    CompletableFuture<DurableAnswer> atTail = poll(TAIL_AFTER_WORK);
    CompletableFuture<DurableAnswer> now = poll("now");
    timer.advance(PATIENCE.minusSeconds(2));
    assertThat(atTail).isNotDone();
    assertThat(streams.waiting()).isEqualTo(2);
    assertThat(task.view().subscribers()).isEqualTo(2);
    task.token("消息");

    for (CompletableFuture<DurableAnswer> answer : List.of(atTail, now)) {
      assertThat(answer).isCompleted();
      assertThat(json(answer.join()).get(0).path("text").asString()).isEqualTo("消息");
      assertThat(answer.join().headers())
          .containsEntry("Stream-Next-Offset", "e1_0000000000000005")
          .containsEntry("Stream-Up-To-Date", "true")
          .containsEntry("Cache-Control", "no-store");
    }
    assertThat(streams.waiting()).isZero();
    assertThat(task.view().subscribers()).isZero();
  }

  @Test
  void theEndIsTheLastThingALongPollIsToldAndThenThatThereIsNoMore() {
    work();
    CompletableFuture<DurableAnswer> waiting = poll(TAIL_AFTER_WORK);

    task.complete(TaskResult.of("done"));

    // One append has both, and none may be lost behind the other.
    assertThat(types(waiting.join())).containsExactly("enhanced_progress", "enhanced_complete");
    assertThat(waiting.join().headers()).containsEntry("Stream-Closed", "true");
    DurableAnswer after = poll(next(waiting.join())).join();
    assertThat(after.status()).isEqualTo(204);
    assertThat(after.body()).isEmpty();
    assertThat(after.headers())
        .containsEntry("Stream-Next-Offset", next(waiting.join()))
        .containsEntry("Stream-Up-To-Date", "true")
        .containsEntry("Stream-Closed", "true")
        .containsEntry("Cache-Control", "no-store");
  }

  @Test
  void aLongPollIsToldThatNothingCame() throws Exception {
    work();
    CompletableFuture<DurableAnswer> waiting = poll(TAIL_AFTER_WORK);

    timer.advance(PATIENCE.plusSeconds(1));

    DurableAnswer answer = waiting.get(PATIENCE.toSeconds(), SECONDS);
    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.headers())
        .containsEntry("Stream-Next-Offset", TAIL_AFTER_WORK)
        .containsEntry("Stream-Up-To-Date", "true")
        .containsKey("Stream-Cursor")
        .doesNotContainKey("Stream-Closed");
    assertThat(streams.waiting()).isZero();
    assertThat(task.view().subscribers()).isZero();
  }

  @Test
  void whoShowsACursorIsGivenAGreaterOne() {
    work();

    DurableAnswer answer =
        read(request("offset", "-1", "live", "long-poll", "cursor", "5000")).join();

    assertThat(Long.parseLong(answer.headers().getOrDefault("Stream-Cursor", "")))
        .isGreaterThan(5000);
  }

  @Test
  void moreThanMayWaitAreRefusedAndSoAreThoseWhoComeToTheEnd() throws Exception {
    streams.close();
    streams = builder().maxWaiting(1).build();
    CompletableFuture<DurableAnswer> waiting = poll("now");

    DurableAnswer refused = poll("now").join();
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.headers()).containsEntry("Retry-After", "5");

    streams.close();
    assertThat(waiting.get(PATIENCE.toSeconds(), SECONDS).status()).isEqualTo(204);
    assertThat(poll("now").join().status()).isEqualTo(503);
    assertThat(readNow().status()).isEqualTo(200);
  }

  @Test
  void anEventStreamIsASession() {
    assertThatThrownBy(() -> read(request("offset", "-1", "live", "sse")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textsStandInARow() {
    DurableStreams texts = builder().messages("text/plain", new Lines()).unchanging().build();
    streams.close();
    streams = texts;
    task.data("line", Map.of("text", "first\n"));
    task.data("line", Map.of("text", "second\n"));

    DurableAnswer answer = readNow();

    assertThat(new String(answer.body(), UTF_8)).isEqualTo("first\nsecond\n");
    assertThat(answer.headers()).containsEntry("Content-Type", "text/plain").containsKey("ETag");
  }
}
