package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.examples.fortune.ClientUnderTest.Told;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every client makes of what can happen to it, against the real server. */
abstract class ClientContract {
  static final String TOKEN = Jwts.of("follower");

  /** How long the answer is in words: enough for several cuts. */
  private static final int WORDS = 25;

  private final FakeModel model = new FakeModel();
  private TestServer server = TestServer.asking(model);
  private final CuttingProxy proxy = new CuttingProxy(server);

  @AfterEach
  void stop() {
    proxy.close();
    server.close();
    model.close();
  }

  /** Follows a task, on a thread of its own, from after that event if one is given. */
  abstract ClientUnderTest follow(
      String address, String taskId, String token, @Nullable String lastEventId);

  private ClientUnderTest follow(String taskId) {
    return follow(proxy.address(), taskId, TOKEN, null);
  }

  private static String word(int number) {
    return "福" + number + "\n";
  }

  private static String words(int from, int to) {
    return String.join("", IntStream.range(from, to).mapToObj(ClientContract::word).toList());
  }

  /** Writes words, each when the one before has been seen. */
  private static void write(
      FakeModel.Exchange answer, int from, int to, ClientUnderTest... followers) {
    for (int i = from; i < to; i++) {
      answer.word(word(i));
      for (ClientUnderTest follower : followers) {
        follower.awaitText(word(i));
      }
    }
  }

  private static void assertWhole(Told told, String text) {
    assertThat(told.ends()).containsExactly("completed");
    assertThat(told.text()).isEqualTo(text);
    assertThat(told.percents()).isSorted().endsWith(100);
  }

  private void assertServerTells(String taskId, String text) {
    try (SseClient other = server.enhanced(taskId, TOKEN)) {
      assertThat(
              other
                  .awaitType("enhanced_complete")
                  .json()
                  .path("result")
                  .path("response")
                  .asString())
          .isEqualTo(text);
    }
  }

  @Test
  void wholeTaskFromItsFirstEvent() {
    String task = server.ask(TOKEN);
    ClientUnderTest client = follow(task);
    FakeModel.Exchange answer = model.next().begin();
    write(answer, 0, WORDS, client);
    answer.finish("stop");

    Told told = client.awaitOver();

    assertWhole(told, words(0, WORDS));
    assertThat(told.percents()).contains(0, 5, 25, 35, 45, 50, 65, 75, 92);
    assertServerTells(task, told.text());
  }

  @Test
  void lateConnectionGetsTheStorySoFarAndGoesOn() {
    String task = server.ask(TOKEN);
    FakeModel.Exchange answer = model.next().begin();
    try (SseClient other = server.enhanced(task, TOKEN)) {
      answer.word(words(0, 10));
      other.await(event -> event.json().path("text").asString("").contains(word(9)));
    }

    ClientUnderTest client = follow(task);
    client.awaitText(word(9));
    write(answer, 10, WORDS, client);
    answer.finish("stop");

    assertWhole(client.awaitOver(), words(0, WORDS));
  }

  @Test
  void cutInEveryTenthEventNothingIsLostOrDoubled() {
    proxy.cutStreamsInEvent(10);
    String task = server.ask(TOKEN);
    ClientUnderTest client = follow(task);
    FakeModel.Exchange answer = model.next().begin();
    write(answer, 0, WORDS, client);
    answer.finish("stop");

    assertWhole(client.awaitOver(), words(0, WORDS));
    assertThat(proxy.lastIds()).hasSizeGreaterThan(3).startsWith("").doesNotHaveDuplicates();
  }

  @Test
  void slowReaderThatIsCutOffComesBackAndGetsOn() {
    try (TestServer strict = TestServer.asking(model, "TIDINGS_WRITE_TIMEOUT_SECONDS", "1");
        CuttingProxy slow = new CuttingProxy(strict)) {
      slow.holdNextStreamAfter(2);
      String task = strict.ask(TOKEN);
      ClientUnderTest client = follow(slow.address(), task, TOKEN, null);
      FakeModel.Exchange answer = model.next().begin();
      String much = "福".repeat(80_000);
      for (int i = 0; i < 12; i++) {
        answer.word(much);
      }
      answer.finish("stop");
      awaitCutOff(strict);
      slow.letGo();

      assertWhole(client.awaitOver(), much.repeat(12));
      assertThat(slow.lastIds()).hasSizeGreaterThan(1);
    }
  }

  private static void awaitCutOff(TestServer strict) {
    String cutOff = "reason=\"write_timeout\"} 1\n";
    long bound = System.nanoTime() + 15_000_000_000L;
    String metrics = strict.get("/metrics", TOKEN).text();
    while (!metrics.contains(cutOff) && System.nanoTime() < bound) {
      metrics = strict.get("/metrics", TOKEN).text();
    }
    assertThat(metrics).contains(cutOff);
  }

  @Test
  void cancelledTaskEndsAsCancelledWithItsTextSoFar() {
    String task = server.ask(TOKEN);
    ClientUnderTest client = follow(task);
    FakeModel.Exchange answer = model.next().begin();
    write(answer, 0, 2, client);

    server.post(TestServer.STREAMING + "/cancel/" + task, TOKEN).ok();

    Told told = client.awaitOver();
    assertThat(told.ends()).containsExactly("cancelled");
    assertThat(told.text()).isEqualTo(words(0, 2));
    assertThat(told.percents()).doesNotContain(100);
    assertThat(answer.seesClientGone()).isTrue();
  }

  @Test
  void failedTaskEndsWithItsCodeAndItsTextSoFar() {
    String task = server.ask(TOKEN);
    ClientUnderTest client = follow(task);
    FakeModel.Exchange answer = model.next().begin();
    write(answer, 0, 2, client);

    answer.kill();

    Told told = client.awaitOver();
    assertThat(told.ends()).containsExactly("llm_truncated");
    assertThat(told.text()).isEqualTo(words(0, 2));
  }

  @Test
  void twoFollowersOfATaskSeeTheSame() {
    String task = server.ask(TOKEN);
    ClientUnderTest one = follow(task);
    ClientUnderTest two = follow(task);
    FakeModel.Exchange answer = model.next().begin();
    write(answer, 0, 5, one, two);
    proxy.cutNow();
    write(answer, 5, 10, one, two);
    answer.finish("stop");

    assertWhole(one.awaitOver(), words(0, 10));
    assertWhole(two.awaitOver(), words(0, 10));
  }

  @Test
  void wrongUserIsRefusedAndDoesNotTryAgain() {
    String task = server.ask(TOKEN);
    model.next().answer("福");

    Told told = follow(proxy.address(), task, Jwts.of("somebody else"), null).awaitOver();

    assertThat(told).isEqualTo(new Told("", List.of(), List.of("refused")));
    assertThat(proxy.lastIds()).hasSize(1);
  }

  @Test
  void afterItsEndATaskIsToldFromTheFirstEventAndAfterItsLastIdNothing() {
    String task = server.ask(TOKEN);
    model.next().answer("只聽耳邊消息到");
    String last;
    try (SseClient other = server.enhanced(task, TOKEN)) {
      last = String.valueOf(other.awaitType("enhanced_complete").id());
    }

    assertWhole(follow(task).awaitOver(), "只聽耳邊消息到");
    assertThat(follow(proxy.address(), task, TOKEN, last).awaitOver())
        .isEqualTo(new Told("", List.of(), List.of()));
    assertThat(proxy.lastIds()).containsExactly("", last);
  }

  @Test
  void evictedTaskIsGone() {
    try (TestServer forgetful = TestServer.asking(model, "TIDINGS_RETENTION_SECONDS", "1");
        CuttingProxy between = new CuttingProxy(forgetful)) {
      String task = forgetful.ask(TOKEN);
      model.next().answer("福");
      String progress = TestServer.STREAMING + "/progress/" + task;
      long bound = System.nanoTime() + 10_000_000_000L;
      while (forgetful.get(progress, TOKEN).status() == 200 && System.nanoTime() < bound) {
        Thread.onSpinWait();
      }

      assertThat(follow(between.address(), task, TOKEN, null).awaitOver())
          .isEqualTo(new Told("", List.of(), List.of("gone")));
      assertThat(between.lastIds()).hasSize(1);
    }
  }

  @Test
  void restartedServerHasLostTheTaskAndSaysSo() {
    String task = server.ask(TOKEN);
    ClientUnderTest client = follow(task);
    FakeModel.Exchange answer = model.next().begin();
    write(answer, 0, 3, client);

    proxy.goDown();
    server.close();
    server = TestServer.asking(model);
    proxy.comeUp(server);

    Told told = client.awaitOver();
    assertThat(told.ends()).containsExactly("task_lost");
    assertThat(told.text()).isEqualTo(words(0, 3));
  }

  @Test
  void snapshotInPlaceOfEventsLosesAndDoublesNothing() {
    String task = server.ask(TOKEN);
    ClientUnderTest client = follow(task);
    FakeModel.Exchange answer = model.next().begin();
    write(answer, 0, 5, client);

    proxy.replaceLastIds("elsewhere-7");
    proxy.cutNow();
    write(answer, 5, 10, client);
    answer.finish("stop");

    assertWhole(client.awaitOver(), words(0, 10));
    assertThat(proxy.lastIds()).hasSizeGreaterThan(1);
  }
}
