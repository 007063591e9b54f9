package dev.tidings;

import dev.tidings.internal.run.Faults;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Several observers as one. */
final class ObserverGroup implements HubObserver {
  private final List<HubObserver> members;

  ObserverGroup(List<HubObserver> members) {
    this.members = members;
  }

  private void each(Consumer<HubObserver> call) {
    members.forEach(member -> Faults.contain("observer", member, () -> call.accept(member)));
  }

  @Override
  public void taskStarted(TaskView task) {
    each(member -> member.taskStarted(task));
  }

  @Override
  public void stageEnded(TaskView task, Stage stage, Duration duration) {
    each(member -> member.stageEnded(task, stage, duration));
  }

  @Override
  public void taskEnded(TaskView task, ProgressEvent event, Duration duration) {
    each(member -> member.taskEnded(task, event, duration));
  }

  @Override
  public void appendRefused(TaskView task) {
    each(member -> member.appendRefused(task));
  }

  @Override
  public void taskEvicted(TaskView task) {
    each(member -> member.taskEvicted(task));
  }
}
