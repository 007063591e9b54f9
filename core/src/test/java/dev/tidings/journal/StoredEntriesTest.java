package dev.tidings.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidings.Confidence;
import dev.tidings.Fact;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Source;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TokenUsage;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredEntriesTest {
  private static final Map<String, Object> ONE_OF_EACH = new LinkedHashMap<>();

  static {
    ONE_OF_EACH.put("text", "籤 \uD83D \u2028\u0000");
    ONE_OF_EACH.put("truth", true);
    ONE_OF_EACH.put("byte", Byte.MIN_VALUE);
    ONE_OF_EACH.put("short", Short.MAX_VALUE);
    ONE_OF_EACH.put("int", Integer.MIN_VALUE);
    ONE_OF_EACH.put("long", Long.MIN_VALUE);
    ONE_OF_EACH.put("float", -0.0f);
    ONE_OF_EACH.put("double", Double.MIN_VALUE);
  }

  private static List<Entry> roundTrip(List<Entry> entries) {
    return StoredEntries.decode(StoredEntries.encode(entries));
  }

  /** Every UTF-16 unit, lone surrogates too. */
  private static Arbitrary<String> texts(int longest) {
    return Arbitraries.strings().withCharRange('\u0000', '\uFFFF').ofMaxLength(longest);
  }

  private static Arbitrary<Message> messages() {
    Arbitrary<Message> plain = texts(40).map(Message::text);
    Arbitrary<Message> keyed =
        Combinators.combine(
                texts(20), Arbitraries.of(ONE_OF_EACH.values().toArray()).list().ofMaxSize(8))
            .as((key, arguments) -> new Message(key, arguments, null));
    return Arbitraries.oneOf(plain, keyed);
  }

  /** Of all types, with a list in a map in a list. */
  private static Arbitrary<Fact> facts() {
    Arbitrary<Object> flat =
        Arbitraries.oneOf(
            Arbitraries.of(ONE_OF_EACH.values().toArray()), texts(20).map(text -> (Object) text));
    Arbitrary<Object> list = flat.list().ofMaxSize(3).map(values -> (Object) values);
    Arbitrary<String> keys = texts(9).map(key -> "k" + key);
    Arbitrary<Object> map =
        Arbitraries.maps(keys, Arbitraries.oneOf(flat, list)).ofMaxSize(3).map(each -> each);
    Arbitrary<Object> deep = map.list().ofMaxSize(3).map(values -> (Object) values);
    return Combinators.combine(
            Arbitraries.of("sources", "attempt", "x"),
            Arbitraries.maps(keys, Arbitraries.oneOf(flat, deep)).ofMaxSize(4))
        .as(Fact::of);
  }

  @Provide
  Arbitrary<List<Entry>> entries() {
    Arbitrary<Long> millis = Arbitraries.longs();
    Arbitrary<Stage> stages = Arbitraries.of(StageModel.ragLlm().stages());
    Arbitrary<Entry> moved =
        Combinators.combine(
                millis,
                stages,
                Arbitraries.integers().between(0, 99),
                messages(),
                Arbitraries.longs().between(-1, 10_000_000))
            .as(Entry.Moved::new);
    Arbitrary<Entry> wrote = Combinators.combine(millis, stages, texts(60)).as(Entry.Wrote::new);
    Arbitrary<Entry> told = Combinators.combine(millis, stages, facts()).as(Entry.Told::new);
    Arbitrary<Entry> broke =
        Combinators.combine(
                millis,
                Arbitraries.oneOf(
                    Arbitraries.of(FailureCode.standard()),
                    Arbitraries.just(FailureCode.of("no_credit"))),
                messages(),
                Arbitraries.of(true, false),
                Arbitraries.longs().between(0, 1L << 40).injectNull(0.3),
                texts(50).injectNull(0.3))
            .as(
                (at, code, message, retry, after, partial) ->
                    new Entry.Broke(
                        at,
                        TaskFailure.of(code)
                            .withMessage(message)
                            .withRetry(retry, after == null ? null : Duration.ofNanos(after))
                            .withPartialResponse(partial)));
    return Arbitraries.oneOf(moved, wrote, told, broke).list().ofMaxSize(12);
  }

  @Property(tries = 500)
  void whatIsStoredComesOutAsItWentIn(@ForAll("entries") List<Entry> entries) {
    assertThat(roundTrip(entries)).isEqualTo(entries);
  }

  @Test
  void everyPartOfAResultIsStored() {
    List<Source> sources =
        List.of(new Source("第四十籤", 0.75, ONE_OF_EACH), new Source("", null, Map.of()));
    TaskResult whole =
        new TaskResult(
            "answer",
            new Confidence(80, "retrieval_match"),
            sources,
            "model",
            "stop",
            new TokenUsage(1, 2, Long.MAX_VALUE));
    List<Entry> entries =
        List.of(new Entry.Succeeded(5, whole), new Entry.Succeeded(6, TaskResult.of("")));

    assertThat(roundTrip(entries)).isEqualTo(entries);
  }

  @Test
  void whatTheHostSaidOfATaskIsStored() {
    Task task = Task.create("t-1").owner("user_7").locale(Locale.TRADITIONAL_CHINESE);
    for (Map.Entry<String, Object> each : ONE_OF_EACH.entrySet()) {
      task = task.attribute(each.getKey(), each.getValue());
    }

    Entry.Accepted stored =
        (Entry.Accepted) roundTrip(List.of(new Entry.Accepted(7, "e1", task))).get(0);

    assertThat(stored.epochMillis()).isEqualTo(7);
    assertThat(stored.epoch()).isEqualTo("e1");
    assertThat(stored.task().id()).isEqualTo("t-1");
    assertThat(stored.task().owner()).contains("user_7");
    assertThat(stored.task().locale()).isEqualTo(Locale.TRADITIONAL_CHINESE);
    assertThat(stored.task().attributes()).isEqualTo(ONE_OF_EACH);
    assertThat(List.copyOf(stored.task().attributes().keySet()))
        .isEqualTo(List.copyOf(ONE_OF_EACH.keySet()));
  }

  @Test
  void privateAttributesAreStoredApartAndOnlyWhereThereAreSome() {
    Task seen = Task.create("t").attribute("deity_id", "guan_yu");
    Task both = seen;
    for (Map.Entry<String, Object> each : ONE_OF_EACH.entrySet()) {
      both = both.privateAttribute(each.getKey(), each.getValue());
    }

    byte[] stored = StoredEntries.encode(List.of(new Entry.Accepted(7, "e1", both)));

    Task read = ((Entry.Accepted) StoredEntries.decode(stored).get(0)).task();
    assertThat(read.attributes()).isEqualTo(seen.attributes());
    assertThat(read.privateAttributes()).isEqualTo(ONE_OF_EACH);
    assertThat(stored[0]).isEqualTo((byte) 2);
    assertThat(StoredEntries.encode(List.of(new Entry.Accepted(7, "e1", seen)))[0])
        .isEqualTo((byte) 1);
  }

  @Property(tries = 100)
  void bytesThatAreCutShortAreRefusedOrHoldFewerEntries(@ForAll("entries") List<Entry> entries) {
    byte[] bytes = StoredEntries.encode(entries);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      try {
        List<Entry> fewer = StoredEntries.decode(cut);
        assertThat(fewer).isEqualTo(entries.subList(0, fewer.size()));
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }

  @Property(tries = 300)
  void bytesThatWereChangedAreRefusedOrGiveSomethingButBreakNothing(
      @ForAll("entries") List<Entry> entries, @ForAll long seed) {
    byte[] bytes = StoredEntries.encode(entries);
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      byte[] changed = bytes.clone();
      changed[random.nextInt(bytes.length)] = (byte) random.nextInt();
      try {
        assertThat(StoredEntries.decode(changed)).isNotNull();
      } catch (IllegalArgumentException refused) {
        assertThat(refused.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3, 99})
  void aVersionThatIsNotKnownIsRefusedByItsNumber(int version) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoredEntries.decode(new byte[] {(byte) version}))
        .withMessageContaining("version " + version);
  }

  /** What version 2 is: it has facts, which an older process refuses by the version. */
  @Test
  void theSecondVersionStaysReadable() {
    byte[] stored = {
      2, // the version
      6,
      20,
      2,
      'p',
      2,
      'n',
      4, // two values
      2,
      'l',
      8,
      4, // a list of two
      4,
      14,
      0,
      2,
      (byte) 0xED,
      (byte) 0xA0,
      (byte) 0xBD, // a lone half
      2,
      'm',
      9,
      2, // a map of one
      2,
      'k',
      1,
      1,
    };
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("l", List.of(7, "\uD83D"));
    values.put("m", Map.of("k", true));

    assertThat(StoredEntries.decode(stored))
        .containsExactly(new Entry.Told(10, Stage.of("p"), Fact.of("n", values)));
    assertThat(StoredEntries.encode(StoredEntries.decode(stored))).isEqualTo(stored);
  }

  @Test
  void whatNeedsNothingNewerIsWrittenForOlderProcessesToo() {
    Entry wrote = new Entry.Wrote(1, Stage.PROCESSING, "a");
    Entry told = new Entry.Told(2, Stage.PROCESSING, Fact.of("n", Map.of()));

    assertThat(StoredEntries.encode(List.of(wrote))[0]).isEqualTo((byte) 1);
    assertThat(StoredEntries.encode(List.of(wrote, told))[0]).isEqualTo((byte) 2);
  }

  @Test
  void valuesThatClaimToBeDeepAreRefusedBeforeTheyFillTheStack() {
    byte[] deep = new byte[100_000];
    byte[] head = {2, 6, 0, 2, 'p', 2, 'n', 2, 2, 'k'};
    System.arraycopy(head, 0, deep, 0, head.length);
    for (int i = head.length; i < deep.length; i += 2) {
      deep[i] = 8;
      deep[i + 1] = 2;
    }

    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoredEntries.decode(deep))
        .withMessageContaining("a depth");
  }

  @Test
  void aLengthThatTheBytesDoNotHaveMakesNoRoom() {
    byte[] huge = {1, 3, 0, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};

    assertThatIllegalArgumentException()
        .isThrownBy(() -> StoredEntries.decode(huge))
        .withMessageContaining("a length");
  }

  /** What version 1 is, so that no change of the code changes it. */
  @Test
  void theFirstVersionStaysReadable() {
    byte[] stored = {
      1, // the version
      2,
      20,
      10,
      'p',
      'r',
      'o',
      'c',
      's',
      10,
      0,
      4,
      'k',
      '1',
      2,
      4,
      14,
      1, // moved
      3,
      22,
      10,
      'p',
      'r',
      'o',
      'c',
      's',
      4,
      (byte) 0xE7,
      (byte) 0xB1,
      (byte) 0xA4,
      'a', // wrote
    };

    assertThat(StoredEntries.decode(stored))
        .containsExactly(
            new Entry.Moved(10, Stage.of("procs"), 5, Message.of("k1", 7), -1),
            new Entry.Wrote(11, Stage.of("procs"), "籤a"));
    assertThat(StoredEntries.encode(StoredEntries.decode(stored))).isEqualTo(stored);
  }
}
