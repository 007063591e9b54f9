package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Asking from a terminal: what is printed where, and how it ends. */
class AskInTerminalTest {
  private static final Map<String, String> MINE = Map.of("TIDINGS_TOKEN", Jwts.of("asker"));
  private final FakeModel model = new FakeModel();
  private final TestServer server = TestServer.asking(model);

  @AfterEach
  void stop() {
    server.close();
    model.close();
  }

  private TerminalRun ask(String... more) {
    return ask(MINE, more);
  }

  private TerminalRun ask(Map<String, String> environment, String... more) {
    List<String> arguments = new ArrayList<>(List.of("ask", "--number", "40"));
    arguments.addAll(List.of("--server", server.at("").toString()));
    arguments.addAll(List.of(more));
    return TerminalRun.start(environment, "", arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource({
    "zh, 排隊中, 正在查找 GuanYu 籤詩..., 依據：",
    "en, Queued, Looking through the GuanYu poems..., Rests on: ",
    "ja, 順番待ち, '', よりどころ："
  })
  void plainLinesAreTheAnswerAndApartFromItTheSteps(
      String language, String queued, String step, String sources) throws Exception {
    TerminalRun run = ask("--language", language, "會順利嗎？");
    model.next().begin().word("第一行\n第二").word("行\n").word("末行").finish("stop");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).isEqualTo("第一行\n第二行\n末行\n");
    assertThat(run.err())
        .contains("task_", "[  0%] " + queued, "[ 35%] " + step, "[100%] ", sources)
        .doesNotContain("第一行");
  }

  @Test
  void questionAndOptionsArriveAsTheyWereGiven() throws Exception {
    TerminalRun run =
        TerminalRun.start(
            MINE,
            " 我下週的\u3000面試會順利嗎？\n",
            "ask",
            "--deity=guan_yu",
            "--number=7",
            "--language=ja",
            "--server",
            server.at("/").toString(),
            "-");
    FakeModel.Exchange asked = model.next();
    asked.answer("はい");

    assertThat(run.exitCode()).isZero();
    assertThat(asked.body().toString()).contains("我下週的\u3000面試會順利嗎？");
  }

  @Test
  void scriptsGetOneEventALine() throws Exception {
    TerminalRun run = ask("--json", "--language", "en", "Will it?");
    model.next().answer("Yes.");

    assertThat(run.exitCode()).isZero();
    List<JsonNode> events = run.out().lines().map(Answer::parse).toList();
    assertThat(events.get(0).path("type").asString()).isEqualTo("enhanced_status");
    assertThat(events.get(0).path("task_info").path("fortune_number").intValue()).isEqualTo(40);
    JsonNode last = events.get(events.size() - 1);
    assertThat(last.path("result").path("response").asString()).isEqualTo("Yes.");
    assertThat(last.path("id").asString()).endsWith("e");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void interruptCancelsTheTaskAndSaysSo() throws Exception {
    TerminalRun run = ask("--language", "en", "Will it?");
    FakeModel.Exchange answer = model.next().begin().word("Perhaps\n");

    run.interrupt();

    assertThat(run.exitCode()).isEqualTo(130);
    assertThat(run.err()).contains("Cancelling...").endsWith("Cancelled.\n");
    assertThat(answer.seesClientGone()).isTrue();
  }

  @Test
  void interruptOfAFollowerLeavesTheTaskAlone() throws Exception {
    String task = server.ask(Jwts.of("asker"));
    FakeModel.Exchange answer = model.next().begin();
    TerminalRun run =
        TerminalRun.start(
            MINE, "", "follow", task, "--server", server.at("").toString(), "--language", "en");

    run.interrupt();

    assertThat(run.exitCode()).isEqualTo(130);
    assertThat(run.err()).endsWith("No longer watching; the task goes on.\n");
    answer.word("好").finish("stop");
    try (SseClient other = server.enhanced(task, Jwts.of("asker"))) {
      assertThat(other.awaitType("enhanced_complete").data()).contains("好");
    }
  }

  @Test
  void interruptAfterTheEndChangesNothing() throws Exception {
    TerminalRun run = ask("--language", "en", "Will it?");
    model.next().answer("Yes.");
    assertThat(run.exitCode()).isZero();
    String before = run.err();

    run.interrupt();

    assertThat(run.err()).isEqualTo(before);
  }

  @Test
  void failureThatMayPassHasACodeOfItsOwn() throws Exception {
    TerminalRun run = ask("--language", "en", "Will it?");
    model.next().begin().word("Per").kill();

    assertThat(run.exitCode()).isEqualTo(75);
    assertThat(run.out()).isEqualTo("Per\n");
    assertThat(run.err()).contains("(llm_truncated)", "Asking the same again may help.");
  }

  @Test
  void failureForGoodIsOne() throws Exception {
    TerminalRun run = ask("--language", "en", "Will it?");
    model.next().refuse(400, "");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("(llm_rejected)").doesNotContain("may help");
  }

  @Test
  void taskThatSomebodyElseCancelsIsTold() throws Exception {
    TerminalRun run = ask("--json", "Will it?");
    FakeModel.Exchange answer = model.next().begin();
    String first = run.awaitOut("\n").lines().findFirst().orElseThrow();
    String task = Answer.parse(first).path("task_id").asString();
    server.post(TestServer.STREAMING + "/cancel/" + task, Jwts.of("asker")).ok();

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(answer.seesClientGone()).isTrue();
  }

  @Test
  void refusedQuestionSaysWhatIsWrongWithIt() throws Exception {
    TerminalRun run = ask("--deity", "nobody", "--language", "en", "Will it?");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("The server refuses: Field 'deity_id'");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void serverWithASecretGivesNoTokenAndItIsSaidWhatToDo() throws Exception {
    TerminalRun run = ask(Map.of(), "--language", "en", "Will it?");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("TIDINGS_TOKEN");
  }

  @Test
  void tokenThatCannotBeSentIsNotShown() throws Exception {
    TerminalRun run =
        ask(Map.of("TIDINGS_TOKEN", "se cret\ntoken"), "--language", "en", "Will it?");

    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("TIDINGS_TOKEN").doesNotContain("cret", "\tat ");
  }

  @Test
  void serverOfDemoTokensGivesOne() throws Exception {
    try (TestServer demo = TestServer.asking(model, "TIDINGS_JWT_SECRET", "")) {
      TerminalRun run =
          TerminalRun.start(
              Map.of("PORT", String.valueOf(demo.port())), "", "ask", "--number", "1", "Will it?");
      model.next().answer("Yes.");

      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).isEqualTo("Yes.\n");
    }
  }

  @Test
  void serverThatIsNotThereIsUnreachable() throws Exception {
    int port;
    try (TestServer gone = TestServer.start()) {
      port = gone.port();
    }
    TerminalRun run =
        TerminalRun.start(
            MINE, "", "ask", "--number", "1", "--server", "http://127.0.0.1:" + port, "Will it?");

    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err()).contains("The server cannot be reached: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ask --number 40",
        "ask question",
        "ask --number forty question",
        "ask --number 1 --language fr question",
        "ask --number 1 --server nowhere question",
        "ask --number 1 --unknown question",
        "follow task_1 --last-event-id ü",
        "tell",
        "follow"
      })
  void wrongCommandLineIsExplained(String line) throws Exception {
    TerminalRun run = TerminalRun.start(MINE, "", line.split(" "));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isNotBlank();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void questionThatTheLocaleHasSpoiltIsNotAsked() throws Exception {
    TerminalRun run = ask("--language", "en", "\ufffd\ufffd\ufffd?");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("UTF-8");
    assertThat(model.requests()).isZero();
  }

  @Test
  void controlCharactersOfAnAnswerAreNotObeyed() throws Exception {
    TerminalRun run = ask("--language", "en", "Will it?");
    model.next().answer("\u001b[2J\u0007red\u009b31m\ttab");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo("\ufffd[2J\ufffdred\ufffd31m\ttab\n");
  }

  @Test
  void helpSaysWhatTheExitCodesMean() throws Exception {
    TerminalRun run = TerminalRun.start(MINE, "", "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("ask", "follow", "Exit codes", "130 Ctrl-C");
  }
}
