package dev.tidings.lucene;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/**
 * The words that say nothing of what is asked: grammar, and ways of asking. What is found by them
 * alone is found by chance. They are in the index, so a verse with one of them is found whole.
 */
final class StopTerms {
  /** Says little: it counts when nothing else does. */
  static final int WEAK = 1;

  /** Says nothing. */
  static final int GRAMMAR = 2;

  private static final StopTerms INSTANCE = load();

  private final Set<String> unspaced = new HashSet<>();
  private final Set<String> weak = new HashSet<>();
  private final Set<String> words = new HashSet<>();
  private int longest;

  private StopTerms() {}

  static StopTerms get() {
    return INSTANCE;
  }

  boolean word(String plain) {
    return words.contains(plain);
  }

  /**
   * Marks the characters of a run of unspaced script that belong to stop words, the longest first.
   *
   * @param run the run's characters
   * @return for each 0, or {@link #WEAK}, or {@link #GRAMMAR}
   */
  int[] mark(int[] run) {
    int[] marked = new int[run.length];
    for (int i = 0; i < run.length; ) {
      int length = longestAt(run, i);
      int grade = length > 0 && weak.contains(new String(run, i, length)) ? WEAK : GRAMMAR;
      for (int j = i; j < i + length; j++) {
        marked[j] = grade;
      }
      i += Math.max(1, length);
    }
    return marked;
  }

  private int longestAt(int[] run, int start) {
    for (int length = Math.min(longest, run.length - start); length > 0; length--) {
      if (unspaced.contains(new String(run, start, length))) {
        return length;
      }
    }
    return 0;
  }

  private void add(String word, boolean little) {
    if (word.charAt(0) < 0x80) {
      words.add(word);
    } else {
      StringBuilder folded = new StringBuilder();
      word.chars().forEach(c -> folded.append(Fold.of((char) c)));
      unspaced.add(folded.toString());
      if (little) {
        weak.add(folded.toString());
      }
      longest = Math.max(longest, folded.length());
    }
  }

  private static StopTerms load() {
    StopTerms stop = new StopTerms();
    try (InputStream in = StopTerms.class.getResourceAsStream("stop.txt")) {
      if (in == null) {
        throw new IllegalStateException(
            "resource dev/tidings/lucene/stop.txt is missing; repackage tidings-rag-lucene");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          for (String word : line.split(" ", -1)) {
            if (!word.isEmpty() && !word.equals("=")) {
              stop.add(word, line.startsWith("="));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("resource stop.txt cannot be read", e);
    }
    return stop;
  }
}
