package dev.tidings.examples.fortune;

import dev.tidings.rag.Passage;
import dev.tidings.rag.RagQuery;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Poems and questions that the tests of this package share. */
final class Poems {
  static final Map<String, Locale> LANGUAGES =
      Map.of("zh", Locale.TRADITIONAL_CHINESE, "en", Locale.ENGLISH, "ja", Locale.JAPANESE);

  private Poems() {}

  /** Guan Yu's poem 40 with its theme in a language. */
  static Passage fortieth(String language) {
    return ranked("上吉", language);
  }

  /** The same poem as if it had another rank. */
  static Passage ranked(String rank, String language) {
    String theme =
        switch (language) {
          case "en" ->
              "A new footing is yours, so you need not follow others;"
                  + " after rough roads the broad way appears.";
          case "ja" -> "新しい局面が開けた。人の後を追わず進めば、険しい道の先に大通りが見えます。";
          default -> "新局已開，不必步人後塵；歷盡崎嶇，終見大道。";
        };
    return poem(
        Map.of(
            "rank",
            rank,
            "stems",
            "丁癸",
            "deity_name",
            "GuanYu",
            "story",
            "王莽派大軍四十餘萬圍攻昆陽，劉秀率十三騎突圍求援。",
            "theme",
            theme));
  }

  /** The same poem with notes by topic. */
  static Passage noted(String language, Map<String, String> notes) {
    Map<String, String> facts = new LinkedHashMap<>(fortieth(language).facts());
    notes.forEach((topic, note) -> facts.put("topic." + topic, note));
    return poem(facts);
  }

  /** The same poem with other facts. */
  static Passage poem(Map<String, String> facts) {
    Map<String, Object> reference = new LinkedHashMap<>();
    reference.put("deity_id", "guan_yu");
    reference.put("fortune_number", 40);
    return new Passage("漢光武陷昆陽", "新來換得好規模\n何用隨他步與趨\n只聽耳邊消息到\n崎嶇歷盡見亨衢", null, reference, facts);
  }

  static RagQuery ask(String question, String language) {
    Locale locale = LANGUAGES.getOrDefault(language, Locale.ROOT);
    return new RagQuery(question, locale, Map.of(), RagQuery.Delivery.STREAMED);
  }
}
