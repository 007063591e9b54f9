package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.rag.Passage;
import dev.tidings.rag.Retrieval;
import dev.tidings.rag.RetrievalException;
import dev.tidings.testkit.retrieval.RecordingRetrievalListener;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LuceneIndexTest {
  @TempDir Path folder;
  private LuceneIndex index;

  @BeforeEach
  void open() throws IOException {
    index = LuceneIndex.inMemory(Faq.source());
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void findsAnEntryByItsCollectionAndIdWithAllItsFields() {
    assertThat(index.find("shop", "returns")).contains(Faq.RETURNS);
    assertThat(index.find("helpdesk", "thai")).contains(Faq.THAI);
    assertThat(index.find("shop", "thai")).isEmpty();
    assertThat(index.collections()).isEqualTo(Map.of("helpdesk", 2, "shop", 2));
  }

  @ParameterizedTest
  @CsvSource({
    "refunds please, returns",
    "I want my money refunded, returns",
    "WHERE IS MY INVOICE, invoices",
    "ｉｎｖｏｉｃｅ, invoices",
    "a receipt for the tax office, invoices",
    "忘记密码, passwords",
    "重设密码, passwords",
    "password forgotten, passwords",
    "คืนเงิน, thai"
  })
  void findsAnEntryByWhatItSays(String text, String id) {
    assertThat(index.search(SearchRequest.of(text)).entries().get(0).entry().id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?!", "what is it", "ですか", "什麼時候會", "zebra"})
  void findsNothingWhereNothingFits(String text) {
    assertThat(index.search(SearchRequest.of(text))).isEqualTo(SearchResult.NOTHING);
  }

  @Test
  void matchSaysHowWellTheBestFits() {
    assertThat(index.search(SearchRequest.of("Where is my invoice")).match()).isEqualTo(1);
    assertThat(index.search(SearchRequest.of("invoice wanted by Tuesday morning")).match())
        .isBetween(0.1, 0.9);
  }

  @Test
  void filtersByCollectionTopicAndFact() {
    SearchRequest request = SearchRequest.of("parcel invoice password");
    assertThat(ids(request)).contains("returns", "invoices", "passwords");
    assertThat(ids(request.collection("helpdesk"))).containsExactly("passwords");
    assertThat(ids(request.topic("orders"))).containsExactly("returns");
    assertThat(ids(request.fact("audience", "companies"))).containsExactly("invoices");
    assertThat(ids(request.topic("orders").fact("audience", "companies"))).isEmpty();
  }

  @Test
  void highlightsWhatWasAskedInTheEntrysOwnScript() {
    ScoredEntry found = index.search(SearchRequest.of("重设密码")).entries().get(0);

    assertThat(found.highlights())
        .extracting(
            mark ->
                (mark.part().equals("title") ? found.entry().title() : found.entry().text())
                    .substring(mark.start(), mark.end()))
        .containsExactly("密碼", "重設密碼");
  }

  @Test
  void longEntriesAndShortOnesStandInOneIndex() throws IOException {
    Entry hours = Entry.of("shop", "hours", "Opening hours", "Every weekday.");
    Entry manual = Entry.of("shop", "manual", "The manual", "Press the button. ".repeat(3_000));

    index.put(List.of(manual));
    index.put(List.of(hours));

    assertThat(index.find("shop", "manual")).contains(manual);
    assertThat(index.find("shop", "hours")).contains(hours);
    assertThat(index.find("shop", "returns")).contains(Faq.RETURNS);
  }

  @Test
  void putsReplacesAndDeletes() throws IOException {
    Entry other = Entry.of("shop", "returns", "Returns", "Ask for a label first.");
    Entry added = Entry.of("shop", "hours", "Opening hours", "Every weekday.");

    index.put(List.of(other, added));
    assertThat(index.find("shop", "returns")).contains(other);
    assertThat(ids(SearchRequest.of("weekday"))).containsExactly("hours");
    assertThat(ids(SearchRequest.of("refund"))).isEmpty();

    assertThat(index.delete("shop", "hours")).isTrue();
    assertThat(index.delete("shop", "hours")).isFalse();
    assertThat(ids(SearchRequest.of("weekday"))).isEmpty();
    assertThat(index.collections()).containsEntry("shop", 2);
  }

  @Test
  void whatWasPutIsThereWhenTheFolderIsOpenedAgain() throws IOException {
    Entry added = Entry.of("shop", "hours", "Opening hours", "Every weekday.");
    try (LuceneIndex first = LuceneIndex.inFolder(folder, Faq.source());
        LuceneIndex second = LuceneIndex.inFolder(folder, Faq.source())) {
      first.put(List.of(added));
      assertThat(second.find("shop", "hours")).isEmpty();
      second.refresh();
      assertThat(second.find("shop", "hours")).contains(added);
    }
    try (LuceneIndex again = LuceneIndex.inFolder(folder, Faq.source())) {
      assertThat(again.find("shop", "hours")).contains(added);
    }
  }

  @Test
  void searchesGoOnWhileEntriesAreReplaced() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try (LuceneIndex kept = LuceneIndex.inFolder(folder, Faq.source())) {
      Future<Integer> searches =
          pool.submit(
              () -> {
                int count = 0;
                do {
                  // Both or none of the two entries that change together.
                  int found = kept.search(SearchRequest.of("pair")).entries().size();
                  assertThat(found).isIn(0, 2);
                  assertThat(kept.find("shop", "returns")).isPresent();
                  count++;
                } while (!done.get());
                return count;
              });
      Entry one = Entry.of("pairs", "one", "pair", "one");
      Entry two = Entry.of("pairs", "two", "pair", "two");
      for (int i = 0; i < 20; i++) {
        kept.put(List.of(one, two, Faq.RETURNS));
      }
      done.set(true);
      assertThat(searches.get(30, TimeUnit.SECONDS)).isPositive();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void isARetriever() throws RetrievalException {
    RecordingRetrievalListener steps = new RecordingRetrievalListener();
    Retrieval named =
        index.retrieve(
            Queries.with("?", Map.of("collection", "shop", "id", "returns")),
            steps,
            Cancellation.none());
    assertThat(named.match()).isEqualTo(1);
    assertThat(named.passages()).extracting(Passage::text).containsExactly(Faq.RETURNS.text());
    assertThat(steps.steps())
        .containsExactly("resolving", "searching Shop", "reading returns", "found Shop");

    Retrieval asked =
        index.retrieve(
            Queries.with("I forgot my password", Map.of()),
            new RecordingRetrievalListener(),
            Cancellation.none());
    assertThat(asked.passages().get(0).reference())
        .isEqualTo(Map.of("collection", "helpdesk", "id", "passwords"));
    assertThat(asked.passages().get(0).facts())
        .containsEntry("note", "Reset a forgotten password by e-mail.");
    assertThat(asked.match()).isBetween(0.1, 1.0);
  }

  @Test
  void saysThatNothingFits() {
    assertThatExceptionOfType(RetrievalException.class)
        .isThrownBy(
            () ->
                index.retrieve(
                    Queries.with("zebra", Map.of()),
                    new RecordingRetrievalListener(),
                    Cancellation.none()))
        .satisfies(nothing -> assertThat(nothing.code()).isEqualTo(FailureCode.NOTHING_FOUND));
  }

  @Test
  void refusesCallsOnceItIsClosed() {
    index.close();
    assertThatIllegalStateException().isThrownBy(() -> index.find("shop", "returns"));
    assertThatIllegalStateException().isThrownBy(() -> index.put(List.of(Faq.RETURNS)));
  }

  private List<String> ids(SearchRequest request) {
    return index.search(request).entries().stream().map(found -> found.entry().id()).toList();
  }
}
