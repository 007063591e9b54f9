package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidings.Cancellation;
import dev.tidings.rag.RetrievalException;
import dev.tidings.testkit.retrieval.RecordingRetrievalListener;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every poem index does, wherever it is kept. */
abstract class PoemIndexContract {
  private static final int THREADS = 4;
  private static final int ROUNDS = 200;

  abstract PoemIndex open(PoemCorpus corpus) throws IOException;

  @Test
  void findsAPoemByItsNumberWithAllItsFields() throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.find("sea_lady", 1)).contains(Corpora.TIDES);
      assertThat(index.find("sea_lady", 3)).contains(Corpora.LANTERN);
      assertThat(index.find("hill_lord", 1)).contains(Corpora.OTHER);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 2, 4, 13, 31, Integer.MAX_VALUE})
  void findsNothingForANumberThatIsNotThere(int number) throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.find("sea_lady", number)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sea", "SEA_LADY", "sea_lady/1", "海夫人", "*"})
  void findsNothingForADeityThatIsNotThere(String deityId) throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.find(deityId, 1)).isEmpty();
      assertThat(index.search("燈光", deityId, 10)).isEmpty();
    }
  }

  @Test
  void listsTheDeitiesByIdWithTheHighestNumberAndTheLanguagesOfTheThemes() throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.deities())
          .containsExactly(
              new Deity("hill_lord", "HillLord", "HillLord", 1, List.of()),
              new Deity("sea_lady", "海夫人", "SeaLady", 3, List.of("zh", "en", "ja")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"求財", "扁舟", "漁人", "patience", "PATIENT people", "幸運", "焦らず", "舟"})
  void findsAPoemByWhatItSays(String text) throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.search(text, 10))
          .extracting(ScoredPoem::poem)
          .containsExactly(Corpora.TIDES);
    }
  }

  @Test
  void ordersByScoreAndKeepsToTheLimit() throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      // 燈光 is in the verse and the story of one poem only; 燈 alone is in both
      List<ScoredPoem> found = index.search("燈 燈光", 10);

      assertThat(found)
          .extracting(ScoredPoem::poem)
          .containsExactly(Corpora.TIDES, Corpora.LANTERN);
      assertThat(found.get(0).score()).isGreaterThan(found.get(1).score()).isPositive();
      assertThat(index.search("燈 燈光", 1)).containsExactly(found.get(0));
      assertThat(index.search("燈 燈光", Integer.MAX_VALUE)).isEqualTo(found);
    }
  }

  @Test
  void triesWordsThatBeginAlikeOnlyWhenNoneIsFound() throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      // the stems of study and studious differ, as those of patient and patience
      assertThat(index.search("studious", 10))
          .extracting(ScoredPoem::poem)
          .containsExactly(Corpora.LANTERN);
      assertThat(index.search("studious patience", 10))
          .extracting(ScoredPoem::poem)
          .containsExactly(Corpora.TIDES);
    }
  }

  @Test
  void triesSingleCharactersOnlyWhenNoPairIsFound() throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      // 月行 is a pair of one poem; 月 alone is in two
      assertThat(index.search("月行", 10))
          .extracting(ScoredPoem::poem)
          .containsExactly(Corpora.TIDES);
      assertThat(index.search("月虹", 10))
          .extracting(ScoredPoem::poem)
          .containsExactlyInAnyOrder(Corpora.TIDES, Corpora.LANTERN);
    }
  }

  @Test
  void searchesOneDeityOnlyWhenAsked() throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.search("山林 扁舟", 10)).hasSize(2);
      assertThat(index.search("山林 扁舟", "hill_lord", 10))
          .extracting(ScoredPoem::poem)
          .containsExactly(Corpora.OTHER);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "　", "\n\t", "?!", "，。！？「」", "*", "\"", "()", "\u0000", "the"})
  void findsNothingForATextWithoutAWord(String text) throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.search(text, 10)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"扁舟 AND ( *",
        "扁舟^",
        "title:扁舟 OR",
        "扁舟~99999",
        "[扁舟 TO",
        "\\扁舟\\",
        "+-!扁舟&&||",
        "/扁舟("
      })
  void readsQuerySyntaxAsPlainText(String text) throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.search(text, 10))
          .extracting(ScoredPoem::poem)
          .containsExactly(Corpora.TIDES);
    }
  }

  @Test
  void takesATextOfAnyLength() throws IOException {
    StringBuilder text = new StringBuilder("扁舟");
    for (int c = 0x4E00; c < 0x4E00 + 5000; c++) {
      text.append((char) c);
    }
    try (PoemIndex index = open(Corpora.small())) {
      assertThat(index.search(text.toString(), 1))
          .extracting(ScoredPoem::poem)
          .containsExactly(Corpora.TIDES);
    }
  }

  @Test
  void refusesALimitBelowOne() throws IOException {
    try (PoemIndex index = open(Corpora.small())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> index.search("扁舟", 0))
          .withMessageContaining("limit 0");
    }
  }

  @Test
  void refusesCallsOnceItIsClosed() throws IOException {
    PoemIndex index = open(Corpora.small());
    index.close();
    index.close();

    assertThatIllegalStateException().isThrownBy(() -> index.find("sea_lady", 1));
    assertThatIllegalStateException().isThrownBy(() -> index.search("扁舟", 1));
    assertThatExceptionOfType(RetrievalException.class)
        .isThrownBy(
            () ->
                index.retrieve(
                    Queries.poem("sea_lady", 1),
                    new RecordingRetrievalListener(),
                    Cancellation.none()))
        .withMessageContaining("closed");
  }

  @Test
  void answersManyThreadsAtOnce() throws Exception {
    try (PoemIndex index = open(Corpora.small())) {
      inParallel(
          () -> {
            for (int i = 0; i < ROUNDS; i++) {
              assertThat(index.find("sea_lady", 3)).contains(Corpora.LANTERN);
              assertThat(index.search("扁舟", 1))
                  .extracting(ScoredPoem::poem)
                  .containsExactly(Corpora.TIDES);
            }
          });
    }
  }

  @Test
  void answersOrRefusesWhileItIsClosed() throws Exception {
    PoemIndex index = open(Corpora.small());
    CountDownLatch warm = new CountDownLatch(THREADS);
    inParallel(
        () -> {
          for (int i = 0; i < ROUNDS; i++) {
            if (i == ROUNDS / 2) {
              warm.countDown();
              assertThat(warm.await(10, TimeUnit.SECONDS)).isTrue();
              index.close();
            }
            try {
              assertThat(index.find("sea_lady", 1)).contains(Corpora.TIDES);
              assertThat(i).isLessThan(ROUNDS / 2);
            } catch (IllegalStateException e) {
              assertThat(e).hasMessageContaining("closed");
              assertThat(i).isGreaterThanOrEqualTo(ROUNDS / 2 - 1);
            }
          }
        });
  }

  private static void inParallel(ThrowingWork work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> results =
          IntStream.range(0, THREADS)
              .<Future<?>>mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            work.run();
                            return null;
                          }))
              .toList();
      for (Future<?> result : results) {
        result.get(30, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private interface ThrowingWork {
    void run() throws Exception;
  }
}
