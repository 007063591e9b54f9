package dev.tidings.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Fact;
import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Queued;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.TaskResult;
import dev.tidings.TaskSummary;
import dev.tidings.testing.EventReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CoalescingPropertyTest {
  private static final List<Stage> STAGES = StageModel.ragLlm().stages();

  /** A log: 0 and 1 append a text, 2 and 3 progress, 4 enters the next stage, 5 tells. */
  private static List<ProgressEvent> logOf(List<Integer> kinds) {
    List<ProgressEvent> events = new ArrayList<>(List.of(new Queued(1, 0)));
    int stage = 0;
    int length = 0;
    for (int kind : kinds) {
      int sequence = events.size() + 1;
      boolean enters = kind == 4 && stage < STAGES.size() - 1;
      stage += enters ? 1 : 0;
      if (kind < 2) {
        String text = sequence + ",";
        events.add(new Text(sequence, sequence, STAGES.get(stage), text, length));
        length += text.length();
      } else if (kind == 5) {
        Fact fact = Fact.of("name", Map.of("n", sequence));
        events.add(new Data(sequence, sequence, STAGES.get(stage), fact));
      } else {
        Message message = Message.text("step " + sequence);
        events.add(
            new Progress(
                sequence,
                sequence,
                STAGES.get(stage),
                enters ? STAGES.get(stage - 1) : null,
                20 * stage,
                message,
                null,
                sequence));
      }
    }
    int last = events.size() + 1;
    TaskSummary summary = new TaskSummary(Duration.ZERO, Duration.ZERO, List.of(), Map.of());
    events.add(new Completed(last, last, TaskResult.of("a"), summary, length));
    return events;
  }

  @Property(tries = 500)
  void onlyReplacedProgressIsSkippedAndTextsAreOnlyJoined(
      @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> kinds,
      @ForAll @IntRange(max = 60) int from) {
    List<ProgressEvent> all = logOf(kinds);
    int after = Math.min(from, all.size() - 1);
    List<ProgressEvent> window = all.subList(after, all.size());

    List<ProgressEvent> fewer = Coalescing.coalesce(window);

    EventReference.of(all).assertCoalesced(after, fewer);
    assertThat(fewer).endsWith(all.get(all.size() - 1));
    assertThat(fewer)
        .containsAll(
            window.stream()
                .filter(e -> e instanceof Data || (e instanceof Progress p && p.entersStage()))
                .toList());
    assertThat(fewer).hasSizeLessThanOrEqualTo(window.size());
  }

  @Property(tries = 500)
  void nothingIsLeftToCoalesceAfterwards(
      @ForAll @Size(max = 60) List<@IntRange(max = 5) Integer> kinds) {
    List<ProgressEvent> fewer = Coalescing.coalesce(logOf(kinds));

    assertThat(Coalescing.coalesce(fewer)).isEqualTo(fewer);
    for (int i = 1; i < fewer.size(); i++) {
      if (fewer.get(i - 1) instanceof Text one && fewer.get(i) instanceof Text two) {
        assertThat(one.stage()).isNotEqualTo(two.stage());
      }
    }
  }

  @Property(tries = 200)
  void joiningUpToALengthKeepsEveryCharacterInOrder(
      @ForAll @Size(max = 60) List<@IntRange(max = 2) Integer> kinds,
      @ForAll @IntRange(min = 1, max = 40) int length) {
    List<ProgressEvent> all = logOf(kinds);
    ProgressEvent[] events = all.toArray(new ProgressEvent[0]);

    int left = Coalescing.coalesce(events, events.length, null, length);

    List<ProgressEvent> joined = Arrays.asList(events).subList(0, left);
    EventReference.of(all).assertCoalesced(0, joined);
    for (ProgressEvent event : joined) {
      if (event instanceof Text text) {
        assertThat(text.text().length()).isLessThan(length + 4);
      }
    }
  }
}
