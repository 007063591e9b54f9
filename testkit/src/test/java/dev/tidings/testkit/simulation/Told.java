package dev.tidings.testkit.simulation;

import dev.tidings.EventCursor;
import dev.tidings.Position;
import dev.tidings.ProgressEvent;
import dev.tidings.ProgressEvent.Data;
import dev.tidings.ProgressEvent.Progress;
import dev.tidings.ProgressEvent.Resync;
import dev.tidings.ProgressEvent.Text;
import dev.tidings.TaskSnapshot;
import dev.tidings.TaskView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A reader that comes and goes, and what it knows of the answer and the facts: each event must go
 * on where it is.
 */
final class Told {
  private record Known(
      long sequence, String text, int percent, Map<String, Map<String, Object>> data) {}

  private final World world;
  private final List<Known> known = new ArrayList<>(List.of(new Known(0, "", 0, Map.of())));
  private boolean ended;

  Told(World world) {
    this.world = world;
  }

  /**
   * Reads a view from the place it has, or an older one that it goes back to; to where it likes.
   */
  void read(TaskView task) {
    if (world.chance(30) && !ended) {
      int back = 1 + world.below(known.size());
      known.subList(back, known.size()).clear();
    }
    EventCursor cursor = task.cursor(Position.after(last().sequence()));
    boolean first = true;
    for (int reads = 1 + world.below(4); reads > 0; reads--) {
      List<ProgressEvent> events =
          world.chance(50) ? cursor.read(1 + world.below(9)) : cursor.readCoalesced(40);
      for (ProgressEvent event : events) {
        take(event, first);
        first = false;
      }
    }
  }

  void readToTheEnd(TaskView task) {
    EventCursor cursor = task.cursor(Position.after(last().sequence()));
    boolean first = true;
    for (List<ProgressEvent> events = cursor.read(9); !events.isEmpty(); events = cursor.read(9)) {
      for (ProgressEvent event : events) {
        take(event, first);
        first = false;
      }
    }
  }

  private Known last() {
    return known.get(known.size() - 1);
  }

  private void take(ProgressEvent event, boolean first) {
    Known before = last();
    require(!ended, "something after the end", event);
    String text = before.text();
    int percent = before.percent();
    Map<String, Map<String, Object>> data = before.data();
    if (event instanceof Resync resync) {
      require(first, "a resync in mid-stream", event);
      require(resync.snapshot().text().startsWith(text), "text that a reader had is gone", event);
      text = resync.snapshot().text();
      percent = resync.snapshot().percent();
      data = resync.snapshot().data();
    } else {
      require(event.sequence() > before.sequence(), "an event comes twice", event);
    }
    if (event instanceof Text part) {
      require(part.offset() == text.length(), "a hole in the text", event);
      text += part.text();
    } else if (event instanceof Progress progress) {
      require(progress.percent() >= percent, "a percent goes down", event);
      percent = progress.percent();
    } else if (event instanceof Data told) {
      data = new HashMap<>(data);
      data.put(told.fact().name(), told.fact().values());
    }
    ended = event.terminal();
    known.add(new Known(event.sequence(), text, percent, data));
  }

  String text() {
    return last().text();
  }

  /** Checks that it knows of the task what the state does. */
  void requireSame(TaskSnapshot state) {
    require(text().equals(state.text()), "a reader's text differs", state.text());
    require(last().data().equals(state.data()), "a reader's facts differ", state.data());
  }

  boolean ended() {
    return ended;
  }

  static void require(boolean holds, String what, Object where) {
    if (!holds) {
      throw new AssertionError(what + ": " + where);
    }
  }
}
