package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.Registration;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatAttempt;
import dev.tidings.rag.Embedder;
import dev.tidings.rag.EmbeddingException;
import dev.tidings.rag.EmbeddingListener;
import dev.tidings.testkit.retrieval.RecordingRetrievalListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MeaningTest {
  @TempDir Path folder;
  private final List<String> embedded = new ArrayList<>();

  /** Knows three meanings: water, fire, anything else. */
  private final Embedder embedder =
      (texts, listener, cancellation) -> {
        embedded.addAll(texts);
        return texts.stream()
            .map(
                text ->
                    text.matches("(?s).*(sea|river|swim|wet).*")
                        ? new float[] {1, 0, 0.1f}
                        : text.matches("(?s).*(flame|burn|hot).*")
                            ? new float[] {0, 1, 0.1f}
                            : new float[] {0, 0, 1})
            .toList();
      };

  private final Meaning meaning = Meaning.of("three", embedder, embedder, 0.9);

  private final EntrySource source =
      EntrySource.of(
          List.of(
              Entry.of("words", "sea", "The sea", "Salt and waves."),
              Entry.of("words", "flame", "A flame", "Light and ash."),
              Entry.of("words", "stone", "A stone", "Grey and old.")));

  @Test
  void findsByMeaningWhatSharesNoWordOnceAllAreEmbedded() throws IOException {
    try (LuceneIndex index = LuceneIndex.builder().source(source).meaning(meaning).open()) {
      assertThat(index.searchesByMeaning()).isFalse();
      assertThat(ids(index, "swimming")).isEmpty();

      List<String> told = new ArrayList<>();
      index.embed((done, total) -> told.add(done + "/" + total), Cancellation.none());

      assertThat(told).containsExactly("3/3");
      assertThat(index.searchesByMeaning()).isTrue();
      assertThat(ids(index, "swimming")).containsExactly("sea");
      assertThat(ids(index, "burning")).containsExactly("flame");
    }
  }

  @Test
  void keepsWhatIsNamedFirst() throws IOException {
    try (LuceneIndex index = LuceneIndex.builder().source(source).meaning(meaning).open()) {
      index.embed(EmbeddingListener.none(), Cancellation.none());

      // To the model it is about water; but it is the title of another.
      assertThat(ids(index, "A flame, wet")).startsWith("flame");
      assertThat(ids(index, "a FLAME")).startsWith("flame");
    }
  }

  @Test
  void isKeptInTheFolderAndEmbeddedOnce() throws IOException {
    try (LuceneIndex index = open(meaning)) {
      index.embed(EmbeddingListener.none(), Cancellation.none());
    }
    embedded.clear();
    try (LuceneIndex again = open(meaning)) {
      assertThat(again.searchesByMeaning()).isTrue();
      again.embed(EmbeddingListener.none(), Cancellation.none());
      assertThat(embedded).isEmpty();

      Entry added = Entry.of("words", "river", "The river", "Runs.");
      again.put(List.of(added));
      assertThat(again.searchesByMeaning()).isTrue();
      assertThat(ids(again, "swimming")).containsExactlyInAnyOrder("sea", "river");
    }
  }

  @Test
  void anotherModelsVectorsAreOfNoUse() throws IOException {
    try (LuceneIndex index = open(meaning)) {
      index.embed(EmbeddingListener.none(), Cancellation.none());
    }
    Embedder two =
        (texts, listener, cancellation) -> texts.stream().map(t -> new float[] {1, 1}).toList();
    try (LuceneIndex other = open(Meaning.of("two", two, two, 0.9))) {
      assertThat(other.searchesByMeaning()).isFalse();
      other.embed(EmbeddingListener.none(), Cancellation.none());
      assertThat(other.searchesByMeaning()).isTrue();
      assertThat(ids(other, "swimming")).hasSize(3);
    }
  }

  @Test
  void whatWasDoneStaysDoneWhenItIsCancelledOrFails() throws IOException {
    EntrySource many =
        EntrySource.of(
            IntStream.range(0, 100)
                .mapToObj(i -> Entry.of("many", "e" + i, "entry " + i, "text"))
                .toList());
    try (LuceneIndex index =
        LuceneIndex.builder().source(many).folder(folder).meaning(meaning).open()) {
      Stop stop = new Stop();
      List<Integer> told = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  index.embed(
                      (done, total) -> {
                        told.add(done);
                        stop.requested = true;
                      },
                      stop))
          .isInstanceOf(TaskCancelledException.class);
      assertThat(index.searchesByMeaning()).isFalse();
      int before = told.get(0);
      assertThat(before).isBetween(1, 99);
      embedded.clear();

      index.embed((done, total) -> assertThat(total).isEqualTo(100 - before), Cancellation.none());
      assertThat(embedded).hasSize(100 - before);
      assertThat(index.searchesByMeaning()).isTrue();
    }
  }

  @Test
  void whoRetrievesIsToldThatTheModelIsTriedAgain() throws Exception {
    ChatAttempt second =
        new ChatAttempt(2, 3, Duration.ofSeconds(4), FailureCode.LLM_RATE_LIMITED, "busy");
    Embedder busy =
        (texts, listener, cancellation) -> {
          listener.attempt(second);
          return embedder.embed(texts, listener, cancellation);
        };
    RecordingRetrievalListener steps = new RecordingRetrievalListener();
    try (LuceneIndex index = open(Meaning.of("three", embedder, busy, 0.9))) {
      index.embed(EmbeddingListener.none(), Cancellation.none());
      index.retrieve(Queries.with("swimming", Map.of()), steps, Cancellation.none());
    }

    assertThat(steps.attempts()).containsExactly(second);
  }

  @Test
  void leavesAloneWhatAnotherProcessPutWhileTheModelWasAtIt() throws IOException {
    Entry mended = Entry.of("words", "sea", "The sea", "A flame on the water.");
    try (LuceneIndex other = open(meaning)) {
      Embedder slow =
          (texts, listener, cancellation) -> {
            if (embedded.isEmpty()) {
              put(other, mended);
            }
            return embedder.embed(texts, listener, cancellation);
          };
      try (LuceneIndex index = open(Meaning.of("three", slow, embedder, 0.9))) {
        index.embed(EmbeddingListener.none(), Cancellation.none());

        assertThat(index.find("words", "sea")).contains(mended);
        assertThat(index.searchesByMeaning()).isTrue();
      }
    }
  }

  private static void put(LuceneIndex index, Entry entry) {
    try {
      index.put(List.of(entry));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void searchesByWordsWhenTheModelFails() throws IOException {
    Embedder broken =
        (texts, listener, cancellation) -> {
          throw new EmbeddingException(FailureCode.LLM_UNAVAILABLE, "gone", null, null);
        };
    Meaning half = Meaning.of("three", embedder, broken, 0.9);
    try (LuceneIndex index = LuceneIndex.builder().source(source).meaning(half).open()) {
      index.embed(EmbeddingListener.none(), Cancellation.none());
      assertThat(ids(index, "waves")).containsExactly("sea");
    }
    Meaning none = Meaning.of("none", broken, broken, 0.9);
    try (LuceneIndex index = LuceneIndex.builder().source(source).meaning(none).open()) {
      assertThatIOException()
          .isThrownBy(() -> index.embed(EmbeddingListener.none(), Cancellation.none()))
          .withMessageContaining("gone");
      assertThat(ids(index, "waves")).containsExactly("sea");
    }
  }

  @ParameterizedTest
  @CsvSource({"工作順利嗎, true", "我的 job 好嗎, true", "仕事はどうですか, false", "job, false", "'', false"})
  void aModelOfChineseIsAskedChineseOnly(String question, boolean chinese) {
    assertThat(Meaning.isChinese(question)).isEqualTo(chinese);
  }

  private LuceneIndex open(Meaning model) throws IOException {
    return LuceneIndex.builder().source(source).folder(folder).meaning(model).open();
  }

  private static List<String> ids(LuceneIndex index, String text) {
    return index.search(SearchRequest.of(text)).entries().stream()
        .map(found -> found.entry().id())
        .toList();
  }

  private static final class Stop implements Cancellation {
    private boolean requested;

    @Override
    public boolean requested() {
      return requested;
    }

    @Override
    public Registration onRequested(Runnable action) {
      throw new UnsupportedOperationException("embedding only checks");
    }
  }
}
