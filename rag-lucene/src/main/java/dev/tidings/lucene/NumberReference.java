package dev.tidings.lucene;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the number that somebody asks for: {@code 40}, {@code 第４０籤}, {@code 第四十首}, {@code No. 40},
 * {@code 40番}. A number without such a word counts only when it is the whole text: <i>I am 30</i>
 * asks for no thirtieth entry.
 */
final class NumberReference {
  private static final String DIGITS = "([0-9]{1,9})";
  private static final String NUMERAL = "([0-9]{1,9}|[〇零一二三四五六七八九十百千两兩]{1,12})";
  private static final String KIND = "(?:籤|签|籖|首|番|號|号|卦|條|条)";

  private static final Pattern WHOLE =
      Pattern.compile("(?:#|no\\.?|nr\\.?|number)?\\s*" + DIGITS + "\\s*" + KIND + "?");

  private static final Pattern ORDINAL = Pattern.compile("第\\s*" + NUMERAL + "\\s*" + KIND + "?");

  private static final Pattern INSIDE =
      Pattern.compile(
          "第\\s*"
              + NUMERAL
              + "\\s*"
              + KIND
              + "|"
              + DIGITS
              + "\\s*(?:籤|签|籖|番)"
              + "|(?:#|\\b(?:no\\.?|number|poem|lot|fortune)\\s)\\s*"
              + DIGITS
              + "\\b");

  /** Longer texts are stories; a number in one is looked for in its first and last part. */
  private static final int LONGEST = 1000;

  private NumberReference() {}

  /** The number, in digits. */
  static Optional<String> in(String text) {
    String shortened =
        text.length() <= LONGEST
            ? text
            : text.substring(0, LONGEST / 2) + " " + text.substring(text.length() - LONGEST / 2);
    String plain =
        Normalizer.normalize(shortened, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
    for (Pattern pattern : new Pattern[] {WHOLE, ORDINAL}) {
      Matcher matcher = pattern.matcher(plain);
      if (matcher.matches()) {
        return number(matcher);
      }
    }
    Matcher matcher = INSIDE.matcher(plain);
    return matcher.find() ? number(matcher) : Optional.empty();
  }

  private static Optional<String> number(Matcher matcher) {
    for (int group = 1; group <= matcher.groupCount(); group++) {
      String text = matcher.group(group);
      if (text != null) {
        int value = value(text);
        return value > 0 ? Optional.of(Integer.toString(value)) : Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** Digits or Chinese numerals; 0 if they make no number. */
  static int value(String text) {
    if (text.charAt(0) <= '9' && text.charAt(0) >= '0') {
      return Integer.parseInt(text);
    }
    int sum = 0;
    int digit = 0;
    boolean units = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int unit = c == '十' ? 10 : c == '百' ? 100 : c == '千' ? 1000 : 0;
      if (unit > 0) {
        sum += Math.max(1, digit) * unit;
        digit = 0;
        units = true;
      } else {
        int value = Math.max(0, "〇一二三四五六七八九".indexOf(c == '两' || c == '兩' ? '二' : c));
        // 四〇 is 40 too
        digit = units ? value : digit * 10 + value;
        if (digit > 99_999_999) {
          return 0;
        }
      }
    }
    return sum + digit;
  }
}
