package dev.tidings.benchmarks.retrieval;

import dev.tidings.lucene.Entry;
import dev.tidings.lucene.EntrySource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Poems that nobody wrote: four lines of seven characters, each of three words that are drawn as
 * words are in a language: the second half as often as the first, the third a third as often. The
 * same number gives the same entry at any size.
 */
final class Synthetic implements EntrySource {
  static final String COLLECTION = "synthetic";
  private static final int CHARACTERS = 4_000;
  private static final int WORDS = 30_000;
  private static final int LINES = 4;
  private static final int LENGTH = 7;

  private final int size;

  Synthetic(int size) {
    this.size = size;
  }

  static Entry entry(int number) {
    List<String> lines = lines(number);
    return Entry.of(
        COLLECTION,
        Integer.toString(number),
        "題" + lines.get(0).substring(0, 4),
        String.join("\n", lines));
  }

  static List<String> lines(int number) {
    Random random = new Random(number * 0x9E3779B97F4A7C15L);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      StringBuilder line = new StringBuilder();
      for (int length : new int[] {2, 2, 3}) {
        line.append(word((int) Math.exp(random.nextDouble() * Math.log(WORDS)), length));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static String word(int rank, int length) {
    Random letters = new Random(31L * rank + length);
    StringBuilder word = new StringBuilder();
    for (int i = 0; i < length; i++) {
      word.append((char) ('一' + letters.nextInt(CHARACTERS)));
    }
    return word.toString();
  }

  @Override
  public String fingerprint() {
    return "synthetic/" + size;
  }

  @Override
  public void forEach(Taker taker) throws IOException {
    for (int number = 1; number <= size; number++) {
      taker.take(entry(number));
    }
  }

  /** A line, a piece of one, a line with a slip, or two pieces of a line, in turn. */
  record Query(String text, int number) {
    static List<Query> of(int size, int count) {
      Random random = new Random(size);
      List<Query> queries = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = 1 + random.nextInt(size);
        String line = lines(number).get(random.nextInt(LINES));
        int at = random.nextInt(LENGTH);
        String text =
            switch (i % 4) {
              case 0 -> line;
              case 1 -> line.substring(at / 3, at / 3 + 5);
              case 2 -> line.substring(0, at) + '誤' + line.substring(at + 1);
              default -> line.substring(0, 3) + "，" + line.substring(4);
            };
        queries.add(new Query(text, number));
      }
      return queries;
    }
  }
}
