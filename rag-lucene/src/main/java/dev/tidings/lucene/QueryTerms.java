package dev.tidings.lucene;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a question is searched by: its pairs and words without those that only ask, each once, in
 * their order. Of a text of more than 4,096 characters the first and the last half of that count.
 */
final class QueryTerms {
  private static final int HALF = 2048;

  /** How many characters at a stem's end may differ when a word only has to begin alike. */
  private static final int ENDING = 3;

  private static final int SHORTEST_BEGINNING = 4;

  /** Of longer questions no single characters are tried: something would always be found. */
  private static final int FEW = 4;

  /** Somebody who types so little means it, stop word or not. */
  private static final int LITTLE = 2;

  private final Set<String> terms = new LinkedHashSet<>();
  private final Set<String> half = new HashSet<>();
  private final Set<String> weak = new LinkedHashSet<>();
  private final Set<String> singles = new LinkedHashSet<>();
  private final Set<String> beginnings = new LinkedHashSet<>();

  private String key = "";

  private QueryTerms() {}

  static QueryTerms of(String question) {
    QueryTerms terms = new QueryTerms();
    Collector collector = new Collector();
    new TextScanner().scan(shortened(question), collector);
    collector.endRun();
    terms.take(collector);
    return terms;
  }

  private static String shortened(String question) {
    return question.length() <= 2 * HALF
        ? question
        : question.substring(0, HALF) + "\n" + question.substring(question.length() - HALF);
  }

  /** Every term of a text, stop words too: pairs, words, and characters that stand alone. */
  static List<String> all(TextScanner scanner, String text) {
    List<String> terms = new ArrayList<>();
    scanner.scan(
        text,
        new TextScanner.Terms() {
          @Override
          public void pair(int first, int second, int start, int end) {
            terms.add(Character.toString(first) + Character.toString(second));
          }

          @Override
          public void single(int character, boolean alone, int start, int end) {
            if (alone) {
              terms.add(Character.toString(character));
            }
          }

          @Override
          public void word(String plain, String stem, int start, int end) {
            terms.add(stem);
          }
        });
    return terms;
  }

  Set<String> terms() {
    return terms;
  }

  /** Whether a term spans a stop word and another: that the index lacks it says nothing. */
  boolean half(String term) {
    return half.contains(term);
  }

  /** Its characters and stems in their order, for a {@link Vocabulary}. */
  String key() {
    return key;
  }

  /** The pairs that say little, for when the index has none of the others. */
  Set<String> weak() {
    return weak;
  }

  /** The single characters of a short question, for when nothing else is found. */
  Set<String> singles() {
    return singles;
  }

  /** How its words begin, for when nothing else is found. */
  Set<String> beginnings() {
    return beginnings;
  }

  private void take(Collector collector) {
    terms.addAll(collector.terms);
    half.addAll(collector.half);
    weak.addAll(collector.weak);
    key = collector.key.toString();
    if (collector.characters <= LITTLE) {
      weak.addAll(collector.pairs);
      singles.addAll(collector.all);
    }
    if (collector.characters <= FEW) {
      singles.addAll(collector.singles);
    }
    for (String word : collector.words) {
      if (word.length() >= SHORTEST_BEGINNING + ENDING) {
        beginnings.add(word.substring(0, word.length() - ENDING));
      }
    }
  }

  private static final class Collector implements TextScanner.Terms {
    private final StopTerms stop = StopTerms.get();
    final List<String> terms = new ArrayList<>();
    final List<String> half = new ArrayList<>();
    final List<String> weak = new ArrayList<>();
    final List<String> pairs = new ArrayList<>();
    final List<String> all = new ArrayList<>();
    final VocabularyKey key = new VocabularyKey();
    final List<String> singles = new ArrayList<>();
    final List<String> words = new ArrayList<>();
    int characters;
    private final List<Integer> run = new ArrayList<>();
    private int runEnd;

    @Override
    public void pair(int first, int second, int start, int end) {}

    @Override
    public void single(int character, boolean alone, int start, int end) {
      key.single(character, alone, start, end);
      if (start != runEnd) {
        endRun();
      }
      run.add(character);
      runEnd = end;
    }

    @Override
    public void word(String plain, String stem, int start, int end) {
      key.word(plain, stem, start, end);
      if (!stop.word(plain)) {
        terms.add(stem);
        words.add(stem);
      }
    }

    /**
     * A pair counts unless both its characters are of stop words, or one is, in hiragana, which is
     * an ending. A character that is left without a pair of its own counts alone.
     */
    void endRun() {
      int[] of = run.stream().mapToInt(Integer::intValue).toArray();
      run.clear();
      int[] stopped = stop.mark(of);
      characters += of.length;
      boolean paired = false;
      for (int i = 0; i < of.length; i++) {
        boolean whole = i + 1 < of.length && stopped[i] == 0 && stopped[i + 1] == 0;
        if (i + 1 < of.length) {
          pair(of, stopped, i);
        }
        String single = Character.toString(of[i]);
        all.add(single);
        if (stopped[i] == 0) {
          singles.add(single);
          if (!paired && !whole && !hiragana(of[i])) {
            terms.add(single);
          }
        }
        paired = whole;
      }
    }

    private void pair(int[] of, int[] stopped, int i) {
      String pair = Character.toString(of[i]) + Character.toString(of[i + 1]);
      pairs.add(pair);
      int free = (stopped[i] == 0 ? 1 : 0) + (stopped[i + 1] == 0 ? 1 : 0);
      boolean ending = ending(of, stopped, i) || ending(of, stopped, i + 1);
      if (free == 2 || (free == 1 && !ending)) {
        terms.add(pair);
        if (free == 1) {
          half.add(pair);
        }
      } else if (stopped[i] == StopTerms.WEAK || stopped[i + 1] == StopTerms.WEAK) {
        weak.add(pair);
      }
    }

    private static boolean ending(int[] of, int[] stopped, int i) {
      return stopped[i] > 0 && hiragana(of[i]);
    }

    private static boolean hiragana(int c) {
      return c >= 0x3041 && c <= 0x3096;
    }
  }
}
