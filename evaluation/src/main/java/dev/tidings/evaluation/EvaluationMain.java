package dev.tidings.evaluation;

import dev.tidings.evaluation.LifeQuestions.Half;
import dev.tidings.lucene.Deity;
import dev.tidings.lucene.Poem;
import dev.tidings.lucene.PoemCorpus;
import dev.tidings.lucene.PoemIndex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints the tables of docs/retrieval.md. Arguments: {@code held} for the half that is held out (to
 * be looked at once, at the end), {@code misses} for what was not found.
 */
public final class EvaluationMain {
  private EvaluationMain() {}

  /** Measures each way of searching. */
  public static void main(String[] args) throws IOException {
    List<String> options = Arrays.asList(args);
    List<Judged> queries = new ArrayList<>();
    try (PoemIndex index = PoemIndex.inMemory(PoemCorpus.embedded())) {
      List<Poem> poems = poems(index);
      queries.addAll(GeneratedQueries.of(poems));
      queries.addAll(questions(options.contains("held") ? Half.HELD : Half.TUNE));
      try (PlainBm25 plain = new PlainBm25(poems)) {
        print("Plain BM25", plain, queries, options);
      }
      print("PoemIndex", searching(index), queries, options);
    }
  }

  /** The life questions of a half, and those that nothing fits. */
  public static List<Judged> questions(Half half) {
    List<Judged> questions = new ArrayList<>(LifeQuestions.of(half));
    questions.addAll(LifeQuestions.nothing(half));
    return questions;
  }

  /** Every poem of an index. */
  public static List<Poem> poems(PoemIndex index) {
    List<Poem> poems = new ArrayList<>();
    for (Deity deity : index.deities()) {
      for (int number = 1; number <= deity.poemCount(); number++) {
        index.find(deity.id(), number).ifPresent(poems::add);
      }
    }
    return poems;
  }

  /** The search of an index. */
  public static Ranker searching(PoemIndex index) {
    return (text, deityId, limit) ->
        (deityId == null ? index.search(text, limit) : index.search(text, deityId, limit))
            .stream()
                .map(found -> new Ranker.PoemRef(found.poem().deityId(), found.poem().number()))
                .toList();
  }

  private static void print(
      String name, Ranker ranker, List<Judged> queries, List<String> options) {
    Table table = Table.of(ranker, queries);
    System.out.println("\n### " + name + "\n" + table.toMarkdown());
    if (options.contains("misses")) {
      table.misses().forEach(System.out::println);
    }
  }
}
