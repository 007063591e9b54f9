package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tidings.ProgressHub;
import dev.tidings.Task;
import dev.tidings.TaskView;
import java.time.Duration;
import java.time.Instant;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose a task is, at the moments when that could be lost. */
class OwnTasksTest {
  private static final Identity OWNER = new Identity("owner", Instant.MAX);
  private static final Identity STRANGER = new Identity("stranger", Instant.MAX);

  /** It forgets a task as soon as it has ended. */
  private final ProgressHub hub = ProgressHub.builder().retention(Duration.ZERO).build();

  private final OwnTasks tasks = new OwnTasks(hub);

  @AfterEach
  void stop() {
    hub.close();
  }

  private TaskView finished(Task task) {
    TaskView view = hub.start(task).view();
    hub.cancel(task.id());
    return view;
  }

  private static void assertForbidden(ThrowingCallable look) {
    assertThatExceptionOfType(Problem.class)
        .isThrownBy(look)
        .satisfies(problem -> assertThat(problem.status()).isEqualTo(403));
  }

  @Test
  void taskThatWasFoundAndIsThenEvictedIsStillItsOwners() {
    TaskView found = finished(Task.create("t").owner("owner"));
    assertThat(hub.find("t")).isEmpty();

    OwnTasks.requireOwner(found, OWNER);
    assertForbidden(() -> OwnTasks.requireOwner(found, STRANGER));
  }

  @Test
  void idThatIsUsedAgainBelongsToWhoUsesItNow() {
    finished(Task.create("t").owner("stranger"));
    TaskView again = hub.start(Task.create("t").owner("owner")).view();

    assertThat(tasks.find("t", OWNER)).containsSame(again);
    assertForbidden(() -> tasks.find("t", STRANGER));
  }

  @Test
  void taskOfWhichNobodyKnowsWhoseItIsIsShownToNobody() {
    hub.start(Task.create("t"));

    assertForbidden(() -> tasks.find("t", OWNER));
  }

  @Test
  void unknownTaskIsNobodys() {
    finished(Task.create("t").owner("owner"));

    assertThat(tasks.find("t", STRANGER)).isEmpty();
  }
}
