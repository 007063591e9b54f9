package dev.tidings.evaluation;

import com.ibm.icu.text.Transliterator;
import dev.tidings.lucene.Poem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Queries made from every line of every poem by rule, the same at every run: pieces, slips of the
 * pen, other scripts, variant characters, widths, numbers and names. What fits a query follows from
 * how it was made: each poem that has the piece in a line, or is called so.
 */
public final class GeneratedQueries {
  /** Traditional to Simplified as ICU has it: another table than the one that is tested. */
  private static final Transliterator SIMPLIFIED =
      Transliterator.getInstance("Traditional-Simplified");

  /** Traditional characters and what Japan writes for them. */
  private static final String TRADITIONAL =
      "氣經學國圓關觀變歸聽發圖轉榮勞當來會應處實對從戰數斷晝樂歡歲殘澤濟營爭獨獻畫盡禮稱" + "總續聲與萬藝號覺譽讀豐賣輕辭遲邊醫釋鐵險雜靈顯顏驗齊龍廣惡惠拂擇擔據樣";

  private static final String JAPANESE =
      "気経学国円関観変帰聴発図転栄労当来会応処実対従戦数断昼楽歓歳残沢済営争独献画尽礼称" + "総続声与万芸号覚誉読豊売軽辞遅辺医釈鉄険雑霊顕顔験斉竜広悪恵払択担拠様";

  /** Characters that editions exchange for each other. */
  private static final String ONE_WAY = "臺裡煙群峰閒嘆床線卻為眾癡跡鐘杯岩猿雁嶽";

  private static final String OTHER_WAY = "台裏烟羣峯閑歎牀綫却爲衆痴蹟鍾盃巖猨鴈岳";

  private static final String NUMERALS = "〇一二三四五六七八九";

  private final List<Poem> poems;
  private final List<Judged> queries = new ArrayList<>();
  private final Random random = new Random(40);

  private GeneratedQueries(List<Poem> poems) {
    this.poems = poems;
  }

  /** The queries of a corpus. */
  public static List<Judged> of(List<Poem> poems) {
    GeneratedQueries generated = new GeneratedQueries(poems);
    for (Poem poem : poems) {
      poem.lines().forEach(generated::line);
      generated.names(poem);
    }
    return generated.queries;
  }

  private void line(String line) {
    verse("line", line, line);
    String four = piece(line, 4);
    verse("4 characters", four, four);
    String three = piece(line, 3);
    verse("3 characters", three, three);
    verse("line, one wrong", line, withOneWrong(line));
    String five = piece(line, 5);
    verse("5 characters, one wrong", five, withOneWrong(five));
    int gap = 1 + random.nextInt(line.length() - 2);
    verse("line, one missing", line, line.substring(0, gap) + line.substring(gap + 1));
    int swap = random.nextInt(line.length() - 1);
    verse(
        "line, two swapped",
        line,
        line.substring(0, swap)
            + line.charAt(swap + 1)
            + line.charAt(swap)
            + line.substring(swap + 2));
    verse("line, Simplified", line, SIMPLIFIED.transliterate(line));
    verse("4 characters, Simplified", four, SIMPLIFIED.transliterate(four));
    other("line, Japanese forms", line, text -> exchange(text, TRADITIONAL, JAPANESE));
    other(
        "line, variants",
        line,
        text -> exchange(exchange(text, ONE_WAY, OTHER_WAY), OTHER_WAY, ONE_WAY, line));
    verse("line, spaced and pointed", line, line.substring(0, 4) + "　，" + line.substring(4) + "！");
  }

  private void names(Poem poem) {
    Predicate<Poem> sameTitle = other -> other.title().equals(poem.title());
    add("title", poem.title(), sameTitle);
    add("title, Simplified", SIMPLIFIED.transliterate(poem.title()), sameTitle);
    Predicate<Poem> sameNumber = other -> other.number() == poem.number();
    add("number", Integer.toString(poem.number()), sameNumber);
    add("number", "第" + wide(poem.number()) + "籤", sameNumber);
    add("number", "第" + numeral(poem.number()) + "签", sameNumber);
    add("number", "No. " + poem.number(), sameNumber);
    add("number", poem.number() + "番", sameNumber);
    if (!poem.stems().isEmpty()) {
      add("stems", poem.stems(), other -> other.stems().equals(poem.stems()));
    }
    add("rank", poem.rank() + "籤", other -> other.rank().equals(poem.rank()));
  }

  /** A text made from a piece of a line; what fits is every poem with that piece in a line. */
  private void verse(String group, String piece, String text) {
    add(group, text, poem -> poem.lines().stream().anyMatch(line -> line.contains(piece)));
  }

  private void other(String group, String line, UnaryOperator<String> writing) {
    String text = writing.apply(line);
    if (!text.equals(line)) {
      verse(group, line, text);
    }
  }

  private void add(String group, String text, Predicate<Poem> fits) {
    Map<Ranker.PoemRef, Integer> grades = new LinkedHashMap<>();
    for (Poem poem : poems) {
      if (fits.test(poem)) {
        grades.put(new Ranker.PoemRef(poem.deityId(), poem.number()), 2);
      }
    }
    queries.add(new Judged(group, text, null, grades));
  }

  private String piece(String line, int length) {
    int start = random.nextInt(line.length() - length + 1);
    return line.substring(start, start + length);
  }

  private String withOneWrong(String text) {
    int at = random.nextInt(text.length());
    char wrong = text.charAt(at);
    while (wrong == text.charAt(at)) {
      Poem poem = poems.get(random.nextInt(poems.size()));
      String line = poem.lines().get(random.nextInt(poem.lines().size()));
      wrong = line.charAt(random.nextInt(line.length()));
    }
    return text.substring(0, at) + wrong + text.substring(at + 1);
  }

  private static String exchange(String text, String from, String to) {
    return exchange(text, from, to, "");
  }

  /** Exchanges characters, but leaves those that the original has not. */
  private static String exchange(String text, String from, String to, String original) {
    StringBuilder written = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int at = from.indexOf(c);
      boolean changed = original.isEmpty() || original.charAt(i) == c;
      written.append(at >= 0 && changed ? to.charAt(at) : c);
    }
    return written.toString();
  }

  private static String wide(int number) {
    StringBuilder digits = new StringBuilder();
    for (char digit : Integer.toString(number).toCharArray()) {
      digits.append((char) (digit - '0' + '０'));
    }
    return digits.toString();
  }

  /** 1 to 999 in Chinese: 四十, 十二, 一百零五. */
  private static String numeral(int number) {
    String text = number >= 100 ? NUMERALS.charAt(number / 100) + "百" : "";
    int tens = number / 10 % 10;
    int ones = number % 10;
    if (tens > 0) {
      text += (tens > 1 || number >= 100 ? "" + NUMERALS.charAt(tens) : "") + "十";
    } else if (number >= 100 && ones > 0) {
      text += "零";
    }
    return ones > 0 ? text + NUMERALS.charAt(ones) : text;
  }
}
