package dev.tidings.lucene;

import com.ibm.icu.text.Transliterator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Makes the resource {@code fold.txt}: run its main method in the module's folder after a change of
 * {@code forms.txt} or of ICU.
 */
final class FoldTable {
  private static final int PAIRS_A_LINE = 40;

  private FoldTable() {}

  /** Writes the resource. */
  public static void main(String[] args) throws IOException {
    Files.writeString(Path.of("src/main/resources/dev/tidings/lucene/fold.txt"), text());
  }

  static String text() throws IOException {
    StringBuilder text = new StringBuilder();
    text.append(
            "# A character, then what it is folded to. Made by FoldTable, not by hand: from the\n")
        .append(
            "# Traditional-Simplified rules of ICU (Unicode License) and the forms in forms.txt.\n");
    int pairs = 0;
    for (Map.Entry<Character, Character> pair : pairs().entrySet()) {
      text.append(pair.getKey()).append(pair.getValue());
      if (++pairs % PAIRS_A_LINE == 0) {
        text.append('\n');
      }
    }
    return text.append('\n').toString();
  }

  private static Map<Character, Character> pairs() throws IOException {
    Map<Character, Character> direct = new TreeMap<>();
    Transliterator icu = Transliterator.getInstance("Traditional-Simplified");
    for (char c = '㐀'; c <= '鿿'; c++) {
      String simplified = icu.transliterate(Character.toString(c));
      if (simplified.length() == 1 && simplified.charAt(0) != c) {
        direct.put(c, simplified.charAt(0));
      }
    }
    for (String line : forms().split("\n", -1)) {
      for (int i = 0; !line.startsWith("#") && i + 1 < line.length(); i += 2) {
        if (line.charAt(i) != line.charAt(i + 1)) {
          direct.putIfAbsent(line.charAt(i), line.charAt(i + 1));
        }
      }
    }
    // What is folded to something that is itself folded goes all the way.
    Map<Character, Character> whole = new TreeMap<>();
    direct.forEach(
        (from, to) -> {
          char last = end(direct, to);
          if (last != from) {
            whole.put(from, last);
          }
        });
    return whole;
  }

  /** Where the steps from a character lead; of a circle its first character. */
  private static char end(Map<Character, Character> direct, char start) {
    TreeSet<Character> seen = new TreeSet<>();
    char last = start;
    while (direct.containsKey(last)) {
      if (!seen.add(last)) {
        return circle(direct, last);
      }
      last = Objects.requireNonNull(direct.get(last));
    }
    return last;
  }

  private static char circle(Map<Character, Character> direct, char start) {
    char first = start;
    char each = Objects.requireNonNull(direct.get(start));
    while (each != start) {
      first = (char) Math.min(first, each);
      each = Objects.requireNonNull(direct.get(each));
    }
    return first;
  }

  private static String forms() throws IOException {
    try (InputStream in = FoldTable.class.getResourceAsStream("forms.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
