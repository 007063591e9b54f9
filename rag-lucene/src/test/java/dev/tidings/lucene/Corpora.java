package dev.tidings.lucene;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Small corpora for tests. */
final class Corpora {
  static final Poem TIDES =
      new Poem(
          "sea_lady",
          1,
          "漁舟晚歸",
          "上吉",
          "甲甲",
          List.of("潮來潮去自分明", "一葉扁舟載月行", "莫問前程風浪險", "燈光遙照故鄉城"),
          "漁人夜遇風浪，望見岸上燈光而得歸。",
          themes("耐心等待，求財可得。", "Patience brings you home.", "焦らず待てば幸運が来る。"));

  static final Poem LANTERN =
      new Poem(
          "sea_lady",
          3,
          "秉燭夜遊",
          "中平",
          "",
          List.of("孤燈一點照書堂", "夜半無人月滿廊", "學問從來須苦讀", "十年之後姓名香"),
          "",
          Map.of("en", "Study quietly; fame comes late."));

  static final Poem OTHER =
      new Poem(
          "hill_lord",
          1,
          "猛虎下山",
          "下下",
          "",
          List.of("虎嘯山林百獸驚", "行人切莫趁宵征", "且待天明呼伴侶", "同過前岡自太平"),
          "",
          Map.of());

  private Corpora() {}

  /** Two poems of 海夫人, 1 and 3, and one of a deity whose name is not given. */
  static PoemCorpus small() {
    return of(
        CorpusRow.write(TIDES).replaceFirst("\\{", "{\"deity_name\":\"海夫人\","),
        CorpusRow.write(LANTERN),
        CorpusRow.write(OTHER));
  }

  static PoemCorpus of(String... rows) {
    return ofBytes(String.join("\n", rows).getBytes(StandardCharsets.UTF_8));
  }

  static PoemCorpus ofBytes(byte[] bytes) {
    return PoemCorpus.of(new CorpusFile("test.jsonl", bytes));
  }

  static Poem withTitle(Poem poem, String title) {
    return new Poem(
        poem.deityId(),
        poem.number(),
        title,
        poem.rank(),
        poem.stems(),
        poem.lines(),
        poem.story(),
        poem.themes());
  }

  private static Map<String, String> themes(String zh, String en, String ja) {
    return Map.of("zh", zh, "en", en, "ja", ja);
  }
}
