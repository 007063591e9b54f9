package dev.tidings.evaluation;

import dev.tidings.Cancellation;
import dev.tidings.embed.bge.BgeZhEmbedder;
import dev.tidings.evaluation.LifeQuestions.Half;
import dev.tidings.lucene.Deity;
import dev.tidings.lucene.Meaning;
import dev.tidings.lucene.Poem;
import dev.tidings.lucene.PoemCorpus;
import dev.tidings.lucene.PoemIndex;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Prints the tables of docs/retrieval.md. Arguments: {@code held} for the half that is held out (to
 * be looked at once, at the end), {@code misses} for what was not found, {@code vectors} for the
 * ways with a model.
 */
public final class EvaluationMain {
  private EvaluationMain() {}

  /** Measures each way of searching. */
  public static void main(String[] args) throws IOException, EmbeddingException {
    List<String> options = Arrays.asList(args);
    List<Judged> queries = new ArrayList<>();
    PoemCorpus corpus = PoemCorpus.embedded();
    try (PoemIndex index = PoemIndex.inMemory(corpus)) {
      List<Poem> poems = poems(index);
      List<Judged> questions = questions(options.contains("held") ? Half.HELD : Half.TUNE);
      queries.addAll(GeneratedQueries.of(poems));
      queries.addAll(questions);
      try (PlainBm25 plain = new PlainBm25(poems)) {
        print("Plain BM25", plain, queries, options);
      }
      print("PoemIndex", searching(index), queries, options);
      if (options.contains("vectors")) {
        BgeZhEmbedder embedder = BgeZhEmbedder.create();
        vectors(poems, questions, embedder, options);
        Meaning meaning =
            Meaning.chinese(BgeZhEmbedder.NAME, embedder, embedder.forQuestions(), 0.5);
        try (PoemIndex both = PoemIndex.withMeaning(corpus, null, meaning)) {
          both.embed(EmbeddingListener.none(), Cancellation.none());
          print("PoemIndex with vectors", searching(both), queries, options);
        }
        Meaning all = Meaning.of(BgeZhEmbedder.NAME, embedder, embedder.forQuestions(), 0.5);
        try (PoemIndex both = PoemIndex.withMeaning(corpus, null, all)) {
          both.embed(EmbeddingListener.none(), Cancellation.none());
          print("PoemIndex with vectors for all languages", searching(both), questions, options);
        }
      }
    }
  }

  /** What of a poem is best embedded. */
  private static void vectors(
      List<Poem> poems, List<Judged> questions, BgeZhEmbedder embedder, List<String> options)
      throws EmbeddingException {
    Map<String, Function<Poem, String>> texts = new LinkedHashMap<>();
    texts.put("themes zh", poem -> poem.themes().getOrDefault("zh", poem.title()));
    texts.put("themes zh, en, ja", poem -> String.join("\n", poem.themes().values()));
    texts.put(
        "title, verse, theme zh",
        poem ->
            poem.title()
                + "\n"
                + String.join("，", poem.lines())
                + "\n"
                + poem.themes().getOrDefault("zh", ""));
    for (Map.Entry<String, Function<Poem, String>> text : texts.entrySet()) {
      Ranker ranker = new VectorRanker(poems, text.getValue(), embedder, embedder.forQuestions());
      print("Vectors alone, of " + text.getKey(), ranker, questions, options);
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
