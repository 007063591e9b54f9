package dev.tidings.benchmarks.journal;

import dev.tidings.ProgressEvent.Text;
import dev.tidings.ProgressHub;
import dev.tidings.ProgressTracker;
import dev.tidings.Task;
import dev.tidings.TaskListener;
import dev.tidings.redis.RedisJournal;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A hub, in memory or over a journal on Redis. */
final class TidingsWay implements Way {
  private final ProgressHub hub;
  private final Map<Integer, ProgressTracker> trackers = new HashMap<>();

  private TidingsWay(ProgressHub hub) {
    this.hub = hub;
  }

  static TidingsWay inMemory() {
    return new TidingsWay(ProgressHub.builder().build());
  }

  static TidingsWay over(String redis) {
    return new TidingsWay(ProgressHub.builder().journal(RedisJournal.of(redis)).build());
  }

  private static String id(int task) {
    return "load_" + task;
  }

  @Override
  public void start(int task) {
    trackers.put(task, hub.start(Task.create(id(task)).owner("load")));
  }

  @Override
  public void say(int task, String piece) {
    trackers.get(task).token(piece);
  }

  @Override
  public void follow(int task, Consumer<String> texts, Runnable ended) {
    TaskListener listener =
        (view, event) -> {
          if (event instanceof Text text) {
            texts.accept(text.text());
          } else if (event.terminal()) {
            ended.run();
          }
        };
    var unused = hub.find(id(task)).orElseThrow().subscribe(listener);
  }

  @Override
  public void close() {
    hub.close();
  }
}
