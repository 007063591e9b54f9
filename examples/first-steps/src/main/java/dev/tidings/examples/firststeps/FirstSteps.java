package dev.tidings.examples.firststeps;

import dev.tidings.*;
import java.io.File;
import java.nio.file.Files;

public final class FirstSteps {
  public static void main(String[] args) throws Exception {
    StageModel stages = StageModel.builder().stage("fetch", 40).stage("summarise", 60).build();
    try (ProgressHub hub = ProgressHub.builder().stages(stages).executor(Runnable::run).build()) {
      ProgressTracker tracker = hub.start(Task.create("task_1"));
      tracker.view().subscribe((task, event) -> System.out.println(event));
      tracker.update(Stage.of("fetch"), 20, Message.text("Looking for this Java's settings"));
      File[] files = new File(System.getProperty("java.home"), "conf").listFiles(File::isFile);
      StageProgress summarise = tracker.enter(Stage.of("summarise"));
      int lines = 0;
      for (int i = 0; i < files.length; i++) {
        summarise.advance(i, files.length, Message.text("Reading " + files[i].getName()));
        lines += Files.readAllLines(files[i].toPath()).size();
      }
      tracker.complete(TaskResult.of(lines + " lines in " + files.length + " files"));
    }
  }
}
