package dev.tidings.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole of a short text as one term, without what does not count: spaces, punctuation, width,
 * case, script. What is asked word for word is found by it, whatever else shares its characters.
 */
final class ExactKeys {
  /** Longer texts are not asked word for word. */
  static final int LONGEST = 64;

  /** What people say after a number, a rank or a title: 下下籤, 40番, 第四十首. */
  private static final Pattern KIND = Pattern.compile("(.+?)(?:签诗|签文|签|首|番|号|诗)");

  private ExactKeys() {}

  /** The key, or nothing if the text has no letter or is too long. */
  static String of(TextScanner scanner, String text) {
    if (text.length() > 4 * LONGEST) {
      return "";
    }
    Writer writer = new Writer(new StringBuilder());
    scanner.scan(text, writer);
    return writer.key.length() > LONGEST ? "" : writer.key.toString();
  }

  /** The keys that a question may mean: itself, and without the word for what is asked for. */
  static List<String> asked(TextScanner scanner, String text) {
    List<String> keys = new ArrayList<>();
    String key = of(scanner, text);
    if (!key.isEmpty()) {
      keys.add(key);
      Matcher matcher = KIND.matcher(key);
      if (matcher.matches()) {
        keys.add(matcher.group(1));
      }
    }
    return keys;
  }

  private record Writer(StringBuilder key) implements TextScanner.Terms {
    @Override
    public void pair(int first, int second, int start, int end) {}

    @Override
    public void single(int character, boolean alone, int start, int end) {
      key.appendCodePoint(character);
    }

    @Override
    public void word(String plain, String stem, int start, int end) {
      if (!key.isEmpty()) {
        key.append(' ');
      }
      key.append(plain);
    }
  }
}
