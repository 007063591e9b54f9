package dev.tidings.examples.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Message;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Completed;
import dev.tidings.ProgressEvent.Failed;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Stage;
import dev.tidings.Task;
import dev.tidings.TaskResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProgressNotesTest {
  private static final Duration NEVER = Duration.ofDays(1);

  private final ProgressHub hub = ProgressHub.builder().build();
  private final ProgressTracker task = hub.start(Task.create("task_1"));
  private final List<String> notes = new ArrayList<>();

  @AfterEach
  void stop() {
    hub.close();
  }

  private ProgressEvent follow(Duration silence, Runnable atEachNote) throws InterruptedException {
    return new ProgressNotes(
            task.view(),
            silence,
            (count, words) -> {
              notes.add(count + " " + words);
              atEachNote.run();
            })
        .follow();
  }

  @Test
  void eachStepIsANoteWithItsPercentAndStage() throws Exception {
    task.update(Stage.ANALYZING_RAG, 25, Message.text("Looking"));
    task.update(Stage.GENERATING_LLM, 65, Message.text("Asking"));
    task.token("words");
    task.complete(TaskResult.of("words"));

    assertThat(follow(NEVER, () -> {})).isInstanceOf(Completed.class);
    assertThat(notes)
        .startsWith("1 25% analyzing_rag: Looking", "2 65% generating_llm: Asking")
        .hasSize(3)
        .last()
        .asString()
        .startsWith("3 100% completed: ");
  }

  @Test
  void silentTaskIsToldToBeWhereItWas() throws Exception {
    task.update(Stage.GENERATING_LLM, 65, Message.text("Asking"));

    ProgressEvent end =
        follow(
            Duration.ofMillis(1),
            () -> {
              if (notes.size() == 5) {
                task.cancel();
              }
            });

    assertThat(end).isInstanceOf(Failed.class);
    assertThat(notes.subList(0, 5))
        .containsExactly(
            "1 65% generating_llm: Asking",
            "2 65% generating_llm: Asking",
            "3 65% generating_llm: Asking",
            "4 65% generating_llm: Asking",
            "5 65% generating_llm: Asking");
  }

  @Test
  void taskThatWaitsIsToldToWait() throws Exception {
    ProgressEvent end = follow(Duration.ofMillis(1), task::cancel);

    assertThat(end).isInstanceOf(Failed.class);
    assertThat(notes.get(0)).startsWith("1 0% queued: ");
  }

  @Test
  void textIsNoNoteButDoesNotHoldOneUp() throws Exception {
    task.update(Stage.GENERATING_LLM, 65, Message.text("Asking"));

    ProgressEvent end =
        follow(
            Duration.ofMillis(1),
            () -> {
              task.token("word ");
              if (notes.size() == 3) {
                task.complete(TaskResult.of("words"));
              }
            });

    assertThat(end).isInstanceOf(Completed.class);
    assertThat(notes.subList(0, 3)).allMatch(note -> note.endsWith("65% generating_llm: Asking"));
  }
}
