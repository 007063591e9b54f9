package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.Registration;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineInterpreterTest {
  private static final Map<String, List<String>> QUESTIONS =
      Map.of(
          "zh", List.of("面試", "考試", "感情", "健康", "投資", "旅行", "父母", "官司", "運勢"),
          "en",
              List.of(
                  "interview",
                  "exam",
                  "marriage",
                  "health",
                  "money",
                  "trip",
                  "mother",
                  "lawsuit",
                  "fate"),
          "ja", List.of("面接", "受験", "恋人", "病気", "金運", "旅", "両親", "裁判", "運"));

  private final OfflineInterpreter interpreter = new OfflineInterpreter();
  private final Recorder recorder = new Recorder();

  @Test
  void everyTopicLanguageAndRankHasItsOwnReading() throws Exception {
    Set<String> readings = new HashSet<>();
    for (String language : QUESTIONS.keySet()) {
      for (String rank : List.of("大吉", "中平", "下下")) {
        for (String question : QUESTIONS.getOrDefault(language, List.of())) {
          String reading = read(question, language, Poems.ranked(rank, language));

          assertThat(readings.add(reading)).as("new: %s", reading).isTrue();
          assertThat(length(reading, language))
              .as("length of: %s", reading)
              .isBetween(language.equals("en") ? 90 : 150, language.equals("en") ? 180 : 400);
          assertThat(reading).doesNotContain("{", "}", "null");
        }
      }
    }
    assertThat(readings).hasSize(9 * 3 * 3);
  }

  @Test
  void tellsWhatItDoesInOrderAndInSmallPieces() throws Exception {
    ChatCompletion completion =
        interpreter.stream(
            request("我下週的面試會順利嗎？", "zh", Poems.fortieth("zh")), recorder, Cancellation.none());

    assertThat(completion).isEqualTo(new ChatCompletion("offline-interpreter", "stop", null, null));
    assertThat(recorder.calls).startsWith("sent").endsWith("finished stop");
    assertThat(recorder.pieces).hasSizeGreaterThan(20);
    assertThat(recorder.pieces).allSatisfy(piece -> assertThat(piece.length()).isBetween(1, 40));
  }

  @ParameterizedTest
  @CsvSource({
    "zh, 我下週的面試會順利嗎？, 事業, 沒有使用語言模型",
    "en, Will my interview go well?, In your work, without a language model",
    "ja, 来週の面接はうまくいきますか, お仕事, 言語モデルを使わず",
  })
  void answersTheQuestionFromThePoemAndSaysWhatItIs(
      String language, String question, String counsel, String closing) throws Exception {
    String reading = read(question, language, Poems.fortieth(language));

    assertThat(reading).contains(counsel, "漢光武陷昆陽", "40", "GuanYu", "上吉");
    assertThat(reading).containsAnyOf("新來換得好規模", "只聽耳邊消息到");
    assertThat(reading.substring(reading.lastIndexOf('\n'))).contains(closing);
  }

  @Test
  void theSameQuestionOfTheSamePoemReadsTheSame() throws Exception {
    assertThat(read("面試", "zh", Poems.fortieth("zh")))
        .isEqualTo(read("面試", "zh", Poems.fortieth("zh")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zh", "en", "ja"})
  void speaksOnlyOfWhatIsKnown(String language) throws Exception {
    Passage bare = new Passage("無題", "", null, Map.of(), Map.of());

    String reading = read("?", language, bare);

    assertThat(reading).contains("無題").doesNotContain("{", "}", "null", "rank", "籤等", "吉凶");
  }

  @Test
  void keepsItsLengthWithPoemsOfAnyLength() throws Exception {
    Passage huge =
        new Passage(
            "長".repeat(500),
            ("詩".repeat(500) + "\n").repeat(4),
            null,
            Map.of("fortune_number", 7),
            Map.of("theme", "意".repeat(5_000), "rank", "上".repeat(99), "deity_name", "$1 \\ {x}"));

    assertThat(read("面試", "zh", huge).length()).isBetween(100, 400);
  }

  @Test
  void anotherLanguageIsAnsweredInChinese() throws Exception {
    RagQuery french = new RagQuery("?", Locale.FRENCH, Map.of(), RagQuery.Delivery.STREAMED);
    interpreter.stream(
        new ChatRequest(List.of(), french, List.of(Poems.fortieth("zh"))),
        recorder,
        Cancellation.none());

    assertThat(recorder.text()).contains("語言模型");
  }

  @Test
  void stopsBetweenTwoPieces() {
    recorder.cancelAfter = 3;

    assertThatThrownBy(
            () ->
                interpreter.stream(
                    request("面試", "zh", Poems.fortieth("zh")), recorder, recorder.cancellation()))
        .isInstanceOf(TaskCancelledException.class);
    assertThat(recorder.pieces).hasSize(3);
    assertThat(recorder.calls).doesNotContain("finished stop");
  }

  @Test
  void saysNothingOnceCancelled() {
    recorder.cancelAfter = 0;

    assertThatThrownBy(
            () ->
                interpreter.stream(
                    request("面試", "zh", Poems.fortieth("zh")), recorder, recorder.cancellation()))
        .isInstanceOf(TaskCancelledException.class);
    assertThat(recorder.calls).isEmpty();
  }

  @Test
  void refusesToInterpretNothing() {
    ChatRequest nothing = new ChatRequest(List.of(), Poems.ask("面試", "zh"), List.of());

    assertThatThrownBy(() -> interpreter.stream(nothing, recorder, Cancellation.none()))
        .isInstanceOfSatisfying(
            ChatModelException.class,
            e -> assertThat(e.code()).isEqualTo(FailureCode.LLM_REJECTED));
    assertThat(recorder.calls).isEmpty();
  }

  @Property(tries = 200)
  void answersOddQuestions(@ForAll String question) throws Exception {
    assertThat(read(question, "zh", Poems.fortieth("zh")).length()).isBetween(150, 400);
  }

  private String read(String question, String language, Passage passage) throws Exception {
    Recorder listener = new Recorder();
    interpreter.stream(request(question, language, passage), listener, Cancellation.none());
    return listener.text();
  }

  private static ChatRequest request(String question, String language, Passage passage) {
    return new ChatRequest(List.of(), Poems.ask(question, language), List.of(passage));
  }

  /** Words of an English text, characters of any other. */
  private static int length(String text, String language) {
    return language.equals("en") ? text.split("\\s+", -1).length : text.length();
  }

  /** Keeps what it is told, and can cancel after some pieces. */
  private static final class Recorder implements ChatListener {
    final List<String> calls = new ArrayList<>();
    final List<String> pieces = new ArrayList<>();
    int cancelAfter = Integer.MAX_VALUE;

    @Override
    public void sent() {
      calls.add("sent");
    }

    @Override
    public void content(String text) {
      calls.add("content");
      pieces.add(text);
    }

    @Override
    public void finished(String finishReason) {
      calls.add("finished " + finishReason);
    }

    String text() {
      return String.join("", pieces);
    }

    Cancellation cancellation() {
      return new Cancellation() {
        @Override
        public boolean requested() {
          return pieces.size() >= cancelAfter;
        }

        @Override
        public Registration onRequested(Runnable action) {
          return () -> {};
        }
      };
    }
  }
}
