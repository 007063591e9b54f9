package dev.tidings.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.Position;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualScheduler;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualClock time = new ManualClock();
  private final ManualScheduler scheduler = new ManualScheduler(time);
  private final HubContext hub = Contexts.inline(time, scheduler, 4096);
  private final StageModel model = hub.model();

  @Test
  void ofTwoWorkersThatReportTheirStagesTheLaterStageCountsInEitherOrder() {
    LiveTask task =
        new LiveTask(
            hub,
            Task.create("t")
                .stageDeadline(Stage.ANALYZING_RAG, SECOND)
                .stageDeadline(Stage.GENERATING_LLM, SECOND.multipliedBy(5)),
            "e1");
    Deadlines deadlines = new Deadlines(task);
    deadlines.taskAccepted();

    deadlines.stageEntered(model.ordinal(Stage.GENERATING_LLM));
    deadlines.stageEntered(model.ordinal(Stage.ANALYZING_RAG));

    scheduler.advance(SECOND.multipliedBy(4));
    assertThat(task.terminalSequence()).isZero();
    scheduler.advance(SECOND);
    assertThat(task.cursor(Position.after(1)).read(9))
        .singleElement()
        .isInstanceOfSatisfying(
            Failed.class,
            end -> assertThat(end.failure().code()).isEqualTo(FailureCode.STAGE_TIMEOUT));
  }

  @Test
  void aTaskThatEndedBeforeItsTimersWereSetGetsNone() {
    Deadlines deadlines = new Deadlines(new LiveTask(hub, Task.create("t").deadline(SECOND), "e1"));

    deadlines.taskEnded();
    deadlines.taskAccepted();
    deadlines.stageEntered(1);

    assertThat(scheduler.waiting()).isZero();
  }
}
