package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicRecognizerTest {
  private final TopicRecognizer recognizer = new TopicRecognizer(TextBundle.load("topics"));

  @ParameterizedTest
  @CsvSource({
    "我下週的面試會順利嗎？, CAREER",
    "我下周的面试会顺利吗？, CAREER",
    "今年考得上研究所嗎, STUDY",
    "這段感情還有復合的機會嗎, LOVE",
    "媽媽的手術會平安嗎, HEALTH",
    "現在適合投資股票嗎, WEALTH",
    "下個月出國旅行順利嗎, TRAVEL",
    "和婆婆一直處不好怎麼辦, FAMILY",
    "這場官司會贏嗎, LAWSUIT",
    "該不該搬家, MOVING",
    "手機不見了找得回來嗎, LOST_THINGS",
    "他什麼時候會有消息, AWAITED",
    "今年運勢如何, GENERAL",
  })
  void recognizesChinese(String question, Topic topic) {
    assertThat(recognizer.recognize(question)).isEqualTo(topic);
  }

  @ParameterizedTest
  @CsvSource({
    "Will my interview next week go well?, CAREER",
    "Shall I pass the final exam?, STUDY",
    "Does she want to marry me?, LOVE",
    "Will I recover from this illness?, HEALTH",
    "Is it wise to invest now?, WEALTH",
    "Is this a good month to go abroad?, TRAVEL",
    "How can I make peace with my brother?, FAMILY",
    "Will we win in court?, LAWSUIT",
    "Should we buy a house this year?, MOVING",
    "Shall I find my ring again? I lost it, LOST_THINGS",
    "When will he come back?, AWAITED",
    "What should I pay attention to?, GENERAL",
  })
  void recognizesEnglish(String question, Topic topic) {
    assertThat(recognizer.recognize(question)).isEqualTo(topic);
  }

  @ParameterizedTest
  @CsvSource({
    "来週の面接はうまくいきますか, CAREER",
    "大学入試に合格できますか, STUDY",
    "彼氏と復縁できますか, LOVE",
    "病気は治りますか, HEALTH",
    "お金は貯まりますか, WEALTH",
    "来月の旅行は無事ですか, TRAVEL",
    "息子との関係が心配です, FAMILY",
    "裁判に勝てますか, LAWSUIT",
    "引っ越してもよいでしょうか, MOVING",
    "失くした指輪は見つかりますか, LOST_THINGS",
    "あの人から返事は来ますか, AWAITED",
    "今年はどんな年ですか, GENERAL",
  })
  void recognizesJapanese(String question, Topic topic) {
    assertThat(recognizer.recognize(question)).isEqualTo(topic);
  }

  @ParameterizedTest
  @ValueSource(strings = {"我的interview會順利嗎", "ＩＮＴＥＲＶＩＥＷ", "Interviews?", "在 job 上"})
  void findsEnglishWordsInMixedText(String question) {
    assertThat(recognizer.recognize(question)).isEqualTo(Topic.CAREER);
  }

  @ParameterizedTest
  @CsvSource({
    "I would love to know whether I pass the exam, STUDY",
    "Will things work out with my girlfriend?, LOVE",
    "Will my network grow?, GENERAL",
    "A job interview abroad?, CAREER",
    "My father's lawsuit, LAWSUIT",
    "I lost my job, CAREER",
    "找不到對象怎麼辦, LOVE",
    "How do I move on and love again?, LOVE",
    "面試一直沒有消息, CAREER",
    "娘の受験が心配です, STUDY",
  })
  void isNotMisledByOneWord(String question, Topic topic) {
    assertThat(recognizer.recognize(question)).isEqualTo(topic);
  }

  @Property
  void neverThrows(@ForAll String question) {
    assertThat(recognizer.recognize(question)).isNotNull();
  }
}
