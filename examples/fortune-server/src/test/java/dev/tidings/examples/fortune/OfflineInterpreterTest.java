package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.Registration;
import dev.tidings.TaskCancelledException;
import dev.tidings.lucene.Deity;
import dev.tidings.lucene.PoemCorpus;
import dev.tidings.lucene.PoemIndex;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import dev.tidings.rag.Passage;
import dev.tidings.rag.RagContext;
import dev.tidings.rag.RagQuery;
import dev.tidings.rag.RetrievalListener;
import java.util.ArrayList;
import java.util.HashMap;
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
          "zh", List.of("面試", "考試", "感情", "健康", "投資", "旅行", "父母", "官司", "搬家", "失物", "音信", "運勢"),
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
                  "relocating",
                  "stolen",
                  "news",
                  "fate"),
          "ja", List.of("面接", "受験", "恋人", "病気", "金運", "旅", "両親", "裁判", "引越", "失せ物", "便り", "運"));

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
    assertThat(readings).hasSize(12 * 3 * 3);
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

  @ParameterizedTest
  @CsvSource({
    "zh, 官司會贏嗎？, 面試會順利嗎？, 理在您這邊, 新的位子會來",
    "en, Will I win the lawsuit?, Will my interview go well?, Right is with you, A new seat comes",
    "ja, 裁判に勝てますか, 面接はうまくいきますか, 道理はあなたにあります, 新しい席が来ます",
  })
  void twoAskersOfOnePoemHearWhatItSaysOfEachMatter(
      String language, String lawsuit, String career, String ofLawsuit, String ofCareer)
      throws Exception {
    Passage poem =
        Poems.noted(language, Map.of("lawsuit", ofLawsuit + "。", "career", ofCareer + "。"));

    assertThat(read(lawsuit, language, poem)).contains(ofLawsuit).doesNotContain(ofCareer);
    assertThat(read(career, language, poem)).contains(ofCareer).doesNotContain(ofLawsuit);
  }

  @Test
  void quotesTheLineThatTheNoteRestsOn() throws Exception {
    for (String line : List.of("新來換得好規模", "崎嶇歷盡見亨衢")) {
      Map<String, String> facts = new HashMap<>(Poems.fortieth("zh").facts());
      facts.put("topic.career", "照自己的步子走。");
      facts.put("source.career", "詩「" + line + "」");

      assertThat(read("面試", "zh", Poems.poem(facts))).contains(line);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zh, 東西不見了找得到嗎？, 失物, 沒有",
    "en, Where is the ring I lost?, what you lost, no",
    "ja, 失くした指輪は見つかりますか, 失せ物, ません",
  })
  void saysSoWhenThePoemDoesNotSpeakOfTheWish(
      String language, String question, String topic, String not) throws Exception {
    Passage poem = Poems.noted(language, Map.of("lawsuit", "和。"));

    String answer = read(question, language, poem).split("\n\n", -1)[2];

    assertThat(answer.split("[。.;]", 2)[0].toLowerCase(Locale.ROOT)).contains(topic, not);
    assertThat(answer).doesNotContain("和。");
  }

  @ParameterizedTest
  @CsvSource({
    "zh, 考試會過嗎？, 學業, 事業",
    "en, Shall I pass the exam?, your studies, your work",
    "ja, 試験に合格できますか, 学業, お仕事",
  })
  void saysWhichNoteItGoesByWhenAnotherComesNearest(
      String language, String question, String asked, String near) throws Exception {
    Passage poem = Poems.noted(language, Map.of("career", "來年上榜"));

    String answer = read(question, language, poem).split("\n\n", -1)[2];

    assertThat(answer).contains(asked, near, "來年上榜");
  }

  @Test
  void everyEmbeddedPoemReadsWellOnEveryTopicInEveryLanguage() throws Exception {
    try (PoemIndex index = PoemIndex.inMemory(PoemCorpus.embedded())) {
      for (Deity deity : index.deities()) {
        for (int number = 1; number <= deity.poemCount(); number++) {
          for (String language : QUESTIONS.keySet()) {
            for (String question : QUESTIONS.getOrDefault(language, List.of())) {
              RagQuery drawn =
                  new RagQuery(
                      question,
                      Poems.ask("", language).locale(),
                      Map.of("deity_id", deity.id(), "fortune_number", number),
                      RagQuery.Delivery.STREAMED);
              Passage poem =
                  index.retrieve(drawn, new Unheard(), Cancellation.none()).passages().get(0);

              String reading = read(question, language, poem);

              assertThat(length(reading, language))
                  .as("length of: %s", reading)
                  .isBetween(language.equals("en") ? 90 : 150, language.equals("en") ? 220 : 450);
              assertThat(reading).doesNotContain("{", "}", "null", "。。", "..", "？。");
            }
          }
        }
      }
    }
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
    interpreter.stream(about(french, Poems.fortieth("zh")), recorder, Cancellation.none());

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
    for (ChatRequest nothing : List.of(about(Poems.ask("面試", "zh")), ChatRequest.of())) {
      assertThatThrownBy(() -> interpreter.stream(nothing, recorder, Cancellation.none()))
          .isInstanceOfSatisfying(
              ChatModelException.class,
              e -> assertThat(e.code()).isEqualTo(FailureCode.LLM_REJECTED));
    }
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
    return about(Poems.ask(question, language), passage);
  }

  private static ChatRequest about(RagQuery query, Passage... passages) {
    return ChatRequest.of().withContext(new RagContext(query, List.of(passages)));
  }

  /** Words of an English text, characters of any other. */
  private static int length(String text, String language) {
    return language.equals("en") ? text.split("\\s+", -1).length : text.length();
  }

  /** For retrieving without looking at the steps. */
  private static final class Unheard implements RetrievalListener {
    @Override
    public void resolving() {}

    @Override
    public void searching(String collection) {}

    @Override
    public void reading(String item) {}

    @Override
    public void found(String collection) {}
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
