package dev.tidings.internal.task;

import dev.tidings.FailureCode;
import dev.tidings.Message;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskFailure;
import dev.tidings.TaskResult;
import dev.tidings.TaskSnapshot;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualScheduler;
import java.util.Map;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Has a model checker try the ways in which two threads can interleave: what each is told is what
 * it would be told if the calls came one after the other in some order.
 */
class LinearizabilityTest {
  private static final ManualClock TIME = new ManualClock();
  private static final Task TASK = Task.create("t");
  private static final HubContext HUB = Contexts.inline(TIME, new ManualScheduler(TIME), 300);

  /** What threads do with one task; small enough to be compacted after three of them. */
  @Param(name = "number", gen = IntGen.class, conf = "0:4")
  public static class Operations {
    private final LiveTask task = new LiveTask(HUB, TASK, "e1");

    @Operation
    public void token(@Param(name = "number") int number) {
      task.token("<" + number + ">");
    }

    @Operation
    public void update(@Param(name = "number") int number) {
      task.update(Stage.GENERATING_LLM, 20 * number, Message.of("step"));
    }

    @Operation
    public boolean data(@Param(name = "number") int number) {
      return task.data("name" + number % 2, Map.of("n", number));
    }

    @Operation
    public boolean complete() {
      return task.complete(TaskResult.of("done"));
    }

    @Operation
    public boolean fail() {
      return task.fail(TaskFailure.of(FailureCode.INTERNAL));
    }

    @Operation
    public String read(@Param(name = "number") int after) {
      StringBuilder told = new StringBuilder();
      for (ProgressEvent event : task.cursor(Position.after(after)).read(100)) {
        told.append(event.getClass().getSimpleName()).append(event.sequence());
        if (event instanceof ProgressEvent.Text text) {
          told.append('@').append(text.offset()).append(text.text());
        } else if (event instanceof ProgressEvent.Resync resync) {
          told.append(resync.snapshot().text()).append(resync.snapshot().percent());
          told.append(resync.snapshot().data());
        } else if (event instanceof ProgressEvent.Data data) {
          told.append(data.fact());
        } else if (event instanceof ProgressEvent.Progress progress) {
          told.append('#').append(progress.updateNumber()).append('=').append(progress.percent());
        }
        told.append(' ');
      }
      return told.toString();
    }

    @Operation
    public String snapshot() {
      TaskSnapshot now = task.snapshot();
      return now.sequence() + now.status() + now.percent() + now.text() + now.data();
    }

    @Operation
    public long terminalSequence() {
      return task.terminalSequence();
    }
  }

  @Test
  void aTaskIsALogThatManyThreadsMayUse() {
    new StressOptions()
        .threads(3)
        .actorsBefore(3)
        .actorsPerThread(2)
        .actorsAfter(1)
        .iterations(10)
        .invocationsPerIteration(500)
        .check(Operations.class);
  }
}
