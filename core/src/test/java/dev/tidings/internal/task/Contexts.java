package dev.tidings.internal.task;

import dev.tidings.HubObserver;
import dev.tidings.StageModel;
import dev.tidings.internal.run.Line;
import dev.tidings.testkit.time.ManualClock;
import dev.tidings.testkit.time.ManualScheduler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What tasks share in tests: turns are given on the thread that asks, time moves by hand. */
final class Contexts {
  private Contexts() {}

  static HubContext inline(ManualClock time, ManualScheduler scheduler, int retainedBytes) {
    StageModel model = StageModel.ragLlm();
    return new HubContext(
        model,
        new StageHistory(model, 1000),
        time,
        time,
        inlineLine(scheduler),
        inlineLine(scheduler),
        Runnable::run,
        scheduler,
        (message, locale) -> message.toString(),
        HubObserver.none(),
        retainedBytes,
        1 << 20,
        grown -> {},
        ended -> {},
        lost -> {},
        (task, failure) -> CompletableFuture.completedStage(false),
        new ConcurrentLinkedQueue<>());
  }

  static Line inlineLine(ManualScheduler scheduler) {
    return new Line(Runnable::run, scheduler, 1, 0);
  }
}
