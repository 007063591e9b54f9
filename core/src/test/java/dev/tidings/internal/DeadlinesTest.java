package dev.tidings.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.FailureCode;
import dev.tidings.HubObserver;
import dev.tidings.Stage;
import dev.tidings.StageModel;
import dev.tidings.Task;
import dev.tidings.testing.ManualScheduler;
import dev.tidings.testing.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final ManualScheduler scheduler = new ManualScheduler(time);
  private final List<FailureCode> passed = new ArrayList<>();
  private final StageModel model = StageModel.ragLlm();

  private Deadlines deadlines(Task task) {
    HubContext hub =
        new HubContext(
            model,
            new StageHistory(model, 5),
            time,
            time,
            Runnable::run,
            new Dispatcher(Runnable::run, 1),
            scheduler,
            (message, locale) -> message.toString(),
            HubObserver.none(),
            4096,
            ended -> {});
    return new Deadlines(hub, task, passed::add);
  }

  @Test
  void ofTwoWorkersThatReportTheirStagesTheLaterStageCountsInEitherOrder() {
    Deadlines deadlines =
        deadlines(
            Task.create("t")
                .stageDeadline(Stage.ANALYZING_RAG, SECOND)
                .stageDeadline(Stage.GENERATING_LLM, SECOND.multipliedBy(5)));
    deadlines.taskAccepted();

    deadlines.stageEntered(model.ordinal(Stage.GENERATING_LLM));
    deadlines.stageEntered(model.ordinal(Stage.ANALYZING_RAG));

    scheduler.advance(SECOND.multipliedBy(4));
    assertThat(passed).isEmpty();
    scheduler.advance(SECOND);
    assertThat(passed).containsExactly(FailureCode.STAGE_TIMEOUT);
  }

  @Test
  void aTaskThatEndedBeforeItsTimersWereSetGetsNone() {
    Deadlines deadlines = deadlines(Task.create("t").deadline(SECOND));

    deadlines.taskEnded();
    deadlines.taskAccepted();
    deadlines.stageEntered(1);

    assertThat(scheduler.waiting()).isZero();
  }
}
