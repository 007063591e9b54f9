package dev.tidings.benchmarks.journal;

import java.util.function.Consumer;

/** One way to bring what a worker says to whoever watches, in its process and in others. */
interface Way extends AutoCloseable {
  String TIDINGS = "tidings";

  /** The way of that name, {@code tidings} or {@code xread}, through that Redis. */
  static Way of(String name, String redis) {
    return switch (name) {
      case TIDINGS -> TidingsWay.over(redis);
      case "xread" -> new XreadWay(redis);
      default -> throw new IllegalArgumentException("no way '" + name + "'");
    };
  }

  /** The task of that number begins; called by the worker's process, before anything is said. */
  void start(int task);

  /** A piece of the task's text; does not wait for it to be stored. */
  void say(int task, String piece);

  /**
   * The task is watched from its beginning, by one more reader of this process.
   *
   * @param ended told of its end, where the way knows of one
   */
  void follow(int task, Consumer<String> texts, Runnable ended);

  @Override
  void close();
}
