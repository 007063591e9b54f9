package dev.tidings.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Fact;
import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.TaskFailure;
import dev.tidings.testing.EventReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

class TaskLogPropertyTest {
  private static final List<Stage> STAGES = StageModel.ragLlm().stages();
  private static final int MESSAGE = 300;

  /** One append: a text, a progress message of that length, a change of the stage, or a fact. */
  private record Append(int kind, int length) {}

  /** Appends the same to a small log and to a list that keeps everything. */
  private static final class Fixture {
    private final List<ProgressEvent> all = new ArrayList<>();
    private final TaskLog log;
    private int stage;
    private int textLength;

    Fixture(int limit) {
      log = new TaskLog(limit);
      append(new Queued(1, 0));
    }

    void append(ProgressEvent event) {
      all.add(event);
      log.append(event);
    }

    void append(Append step) {
      int sequence = all.size() + 1;
      boolean enters = step.kind() == 2 && stage < STAGES.size() - 2;
      stage += enters ? 1 : 0;
      if (step.kind() == 0) {
        String text = Integer.toString(sequence, 36).repeat(step.length());
        append(new Text(sequence, sequence, STAGES.get(stage), text, textLength));
        textLength += text.length();
      } else if (step.kind() == 3) {
        Fact fact = Fact.of("name", Map.of("n", "d".repeat(step.length())));
        append(new Data(sequence, sequence, STAGES.get(stage), fact));
      } else {
        Message message = Message.text("m".repeat(step.length()));
        append(
            new Progress(
                sequence,
                sequence,
                STAGES.get(stage),
                enters ? STAGES.get(stage - 1) : null,
                10 * stage,
                message,
                null,
                sequence));
      }
    }

    /** Reads on from a place as a reader does, and checks that this is what follows it. */
    void readToTheEnd(long after, int textSeen, int max) {
      List<ProgressEvent> told = new ArrayList<>();
      long at = after;
      int seen = textSeen;
      while (at < all.size()) {
        List<ProgressEvent> read = log.read(at, seen, max);
        assertThat(read).hasSizeBetween(1, max);
        told.addAll(read);
        at = read.get(read.size() - 1).sequence();
        for (ProgressEvent event : read) {
          seen = event instanceof Text text ? text.offset() + text.text().length() : seen;
        }
      }
      EventReference.of(all).assertCompacted(after, told);
      assertThat(log.read(at, seen, max)).isEmpty();
    }
  }

  @Provide
  Arbitrary<List<Append>> appends() {
    Arbitrary<Integer> kinds =
        Arbitraries.frequency(Tuple.of(60, 0), Tuple.of(35, 1), Tuple.of(2, 2), Tuple.of(3, 3));
    Arbitrary<Integer> lengths =
        Arbitraries.frequencyOf(
            Tuple.of(9, Arbitraries.integers().between(1, 4)),
            Tuple.of(1, Arbitraries.integers().between(5, MESSAGE)));
    return kinds
        .flatMap(kind -> lengths.map(length -> new Append(kind, length)))
        .list()
        .ofMinSize(1)
        .ofMaxSize(400);
  }

  @Property(tries = 150)
  void theTextIsAllTextsInARowWhateverIsCompacted(
      @ForAll("appends") List<Append> appends, @ForAll @IntRange(min = 300, max = 5000) int limit) {
    Fixture fixture = new Fixture(limit);
    for (Append step : appends) {
      fixture.append(step);
      assertThat(fixture.log.textLength()).isEqualTo(fixture.textLength);
      assertThat(fixture.log.lastSequence()).isEqualTo(fixture.all.size());
    }

    assertThat(fixture.log.text().get())
        .isEqualTo(EventReference.of(fixture.all).textThrough(fixture.all.size()));
  }

  @Property(tries = 150)
  void aReaderThatKnowsHowMuchTextItHasGoesOnFromAnywhere(
      @ForAll("appends") List<Append> appends,
      @ForAll @IntRange(min = 300, max = 5000) int limit,
      @ForAll @IntRange(min = 1, max = 50) int max) {
    Fixture fixture = new Fixture(limit);
    Map<Long, Integer> textAt = new HashMap<>(Map.of(0L, 0, 1L, 0));
    for (Append step : appends) {
      fixture.append(step);
      textAt.put((long) fixture.all.size(), fixture.textLength);
    }

    textAt.forEach((after, text) -> fixture.readToTheEnd(after, text, max));
  }

  @Property(tries = 150)
  void aPlaceThatIsReachedGivesExactlyWhatFollowsItAndTheBeginningAlwaysIs(
      @ForAll("appends") List<Append> appends, @ForAll @IntRange(min = 300, max = 5000) int limit) {
    Fixture fixture = new Fixture(limit);
    appends.forEach(fixture::append);
    EventReference reference = EventReference.of(fixture.all);

    for (long after = 0; after <= fixture.all.size(); after++) {
      if (fixture.log.reaches(after)) {
        int text = fixture.log.textBefore(after);
        assertThat(text).isEqualTo(reference.textThrough(after).length());
        fixture.readToTheEnd(after, text, 50);
      }
    }
    assertThat(fixture.log.reaches(0)).isTrue();
    assertThat(fixture.log.reaches(fixture.all.size())).isTrue();
    assertThat(fixture.log.reaches(fixture.all.size() + 1)).isFalse();
    assertThat(fixture.log.reaches(-1)).isFalse();
  }

  @Property(tries = 150)
  void factsAndWhatEntersAStageAndTheNewestProgressOfEachStageStay(
      @ForAll("appends") List<Append> appends, @ForAll @IntRange(min = 300, max = 5000) int limit) {
    Fixture fixture = new Fixture(limit);
    appends.forEach(fixture::append);
    Map<Stage, Progress> newest = new HashMap<>();
    List<ProgressEvent> staying = new ArrayList<>();
    for (ProgressEvent event : fixture.all) {
      if (event instanceof Progress progress) {
        newest.put(progress.stage(), progress);
        if (progress.entersStage()) {
          staying.add(progress);
        }
      } else if (event instanceof Data) {
        staying.add(event);
      }
    }
    staying.addAll(newest.values());

    assertThat(fixture.log.read(0, 0, Integer.MAX_VALUE)).containsAll(staying);
  }

  @Property(tries = 150)
  void whatIsRetainedBesideTheTextIsBounded(
      @ForAll("appends") List<Append> appends, @ForAll @IntRange(min = 300, max = 5000) int limit) {
    Fixture fixture = new Fixture(limit);
    int largest = 88 + 2 * MESSAGE;
    for (Append step : appends) {
      fixture.append(step);

      long estimate = 0;
      int facts = 0;
      for (ProgressEvent event : fixture.log.read(0, 0, Integer.MAX_VALUE)) {
        if (event instanceof Data) {
          facts++;
          continue;
        }
        estimate += 88 + (event instanceof Progress p ? 2 * p.message().toString().length() : 12);
      }
      // Of each stage two reports stay whatever the limit, with the texts around them and the
      // facts.
      long staying = 2L * STAGES.size() * (largest + 100) + 100L * facts;
      assertThat(estimate).isLessThanOrEqualTo(limit + limit / 4 + 2L * largest + staying);
    }
  }

  @Property(tries = 100)
  void theLastEventIsAlwaysKept(
      @ForAll("appends") List<Append> appends, @ForAll @IntRange(min = 1, max = 1000) int limit) {
    Fixture fixture = new Fixture(limit);
    appends.forEach(fixture::append);
    int before = fixture.all.size();
    TaskFailure failure = TaskFailure.of(FailureCode.INTERNAL);
    int text = fixture.textLength;

    fixture.append(new Failed(before + 1L, before, STAGES.get(fixture.stage), failure, text));

    assertThat(fixture.log.read(before, text, 9)).containsExactly(fixture.all.get(before));
  }
}
