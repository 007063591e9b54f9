package dev.tidings.lucene;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people say, and what the texts of an index say instead. A question with one of the first
 * words also finds texts with one of the second, and entries of the topics that belong to them,
 * after what it finds by its own words. It is immutable.
 *
 * <p>A line of a vocabulary is one matter, in three parts between bars: the ids of topics, the
 * words of questions, the words of texts; words are separated by spaces, and {@code _} joins the
 * words of a phrase. Lines that begin with {@code #} and empty ones are passed over.
 */
public final class Vocabulary {
  private static final char FIRST_UNSPACED = 0x0E00;

  private static final Vocabulary NONE = new Vocabulary();

  private final Map<String, List<Matter>> asked = new HashMap<>();
  private int longestWord;
  private int longestUnspaced;

  private Vocabulary() {}

  /**
   * One matter.
   *
   * @param topics ids of topics
   * @param said groups of terms, each a word of the texts: all terms of a group must be there
   */
  record Matter(List<String> topics, List<List<String>> said) {}

  /** A vocabulary without a word. */
  public static Vocabulary none() {
    return NONE;
  }

  /** What people ask a temple, in Chinese, English and Japanese, and what old verses call it. */
  public static Vocabulary temple() {
    return Temple.WORDS;
  }

  /**
   * The call reads a vocabulary.
   *
   * @throws IOException if it cannot be read, or a line has not three parts
   */
  public static Vocabulary read(Reader reader) throws IOException {
    Vocabulary vocabulary = new Vocabulary();
    BufferedReader lines = new BufferedReader(reader);
    int number = 1;
    for (String line = lines.readLine(); line != null; line = lines.readLine(), number++) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] parts = line.split("\\|", -1);
        if (parts.length != 3) {
          throw new IOException(
              "line "
                  + number
                  + " of the vocabulary has "
                  + parts.length
                  + " parts; give topics | words of questions | words of texts");
        }
        vocabulary.add(words(parts[0]), words(parts[1]), words(parts[2]));
      }
    }
    return vocabulary;
  }

  private void add(List<String> topics, List<String> questions, List<String> texts) {
    TextScanner scanner = new TextScanner();
    List<List<String>> said =
        texts.stream().map(word -> QueryTerms.all(scanner, word.replace('_', ' '))).toList();
    Matter matter = new Matter(topics, said);
    for (String word : questions) {
      String key = VocabularyKey.of(scanner, word.replace('_', ' '));
      asked.computeIfAbsent(key, k -> new ArrayList<>()).add(matter);
      if (key.charAt(0) == ' ') {
        longestWord = Math.max(longestWord, key.length());
      } else {
        longestUnspaced = Math.max(longestUnspaced, key.length());
      }
    }
  }

  /**
   * The matters that a text speaks of, each once, in the order of the text.
   *
   * @param key the text's {@link VocabularyKey}
   */
  Set<Matter> in(String key) {
    Set<Matter> matters = new LinkedHashSet<>();
    if (asked.isEmpty()) {
      return matters;
    }
    for (int start = 0; start < key.length(); start++) {
      // A word begins and ends with a space, so that it is not found inside a longer one.
      int longest =
          key.charAt(start) == ' '
              ? longestWord
              : key.charAt(start) >= FIRST_UNSPACED ? longestUnspaced : 0;
      for (int end = Math.min(key.length(), start + longest); end > start; end--) {
        matters.addAll(asked.getOrDefault(key.substring(start, end), List.of()));
      }
    }
    return matters;
  }

  private static List<String> words(String part) {
    return Arrays.stream(part.strip().split("\\s+", -1)).filter(w -> !w.isEmpty()).toList();
  }

  private static final class Temple {
    static final Vocabulary WORDS = load();

    private static Vocabulary load() {
      try (InputStream in = Vocabulary.class.getResourceAsStream("temple-words.txt")) {
        if (in == null) {
          throw new IllegalStateException(
              "resource dev/tidings/lucene/temple-words.txt is missing; repackage"
                  + " tidings-rag-lucene");
        }
        return read(new InputStreamReader(in, StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException("resource temple-words.txt cannot be read", e);
      }
    }
  }
}
