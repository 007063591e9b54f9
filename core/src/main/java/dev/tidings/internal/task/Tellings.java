package dev.tidings.internal.task;

import dev.tidings.internal.run.Line;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What a task's observers are to be told of facts that came from a journal: one after the other, in
 * turns of a line for what may block. An observer may hold up its own task's tellings, and nobody
 * who reads the journal. Thread-safe.
 */
final class Tellings implements Line.Work {
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Line.Turn turn;

  Tellings(Line line) {
    turn = line.turn(this);
  }

  void add(Runnable telling) {
    waiting.add(telling);
    turn.ask();
  }

  @Override
  public boolean turn() {
    Runnable next = waiting.poll();
    if (next != null) {
      next.run();
    }
    return !waiting.isEmpty();
  }

  @Override
  public void failed(Throwable fault) {
    throw new AssertionError("what observers throw is contained", fault);
  }
}
