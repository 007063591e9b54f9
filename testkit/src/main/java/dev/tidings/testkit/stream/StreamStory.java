package dev.tidings.testkit.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What one client was told, and whether each event may follow those before it. */
final class StreamStory {
  private static final Pattern ID = Pattern.compile("([A-Za-z0-9]{1,32})-([1-9][0-9]*)(e?)");
  private static final String TIME =
      "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z";

  private final String taskId;
  private final List<Received> events = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private @Nullable String epoch;
  private long sequence;
  private int percent;

  private StreamStory(String taskId) {
    this.taskId = taskId;
  }

  /** A story that is whole: from the first event or a snapshot to the end. */
  static StreamStory whole(String taskId, List<Received> events) {
    StreamStory story = new StreamStory(taskId);
    events.forEach(story::take);
    assertThat(events).isNotEmpty();
    Received first = events.get(0);
    assertThat(first.resync() || first.sequence() == 1).as("begins with %s", first).isTrue();
    assertThat(events.get(events.size() - 1).end()).as("its last is its end").isTrue();
    return story;
  }

  private void take(Received event) {
    assertThat(event.name()).as("the name of %s", event).isNull();
    assertThat(event.text("task_id")).isEqualTo(taskId);
    assertThat(event.text("timestamp")).matches(TIME);
    takeId(event);
    if (event.resync()) {
      assertThat(events).as("before a snapshot").isEmpty();
      text.append(event.text("text"));
    }
    if (event.type().equals("enhanced_token")) {
      assertThat(event.json().path("offset").asInt(-1)).as("offset").isEqualTo(text.length());
      text.append(event.text("text"));
      assertThat(Character.isHighSurrogate(text.charAt(text.length() - 1)))
          .as("%s ends within a character", event)
          .isFalse();
    }
    if (event.json().has("progress")) {
      int next = event.json().path("progress").asInt();
      assertThat(next).as("progress of %s", event).isBetween(percent, 100);
      percent = next;
    }
    events.add(event);
  }

  private void takeId(Received event) {
    Matcher id = ID.matcher(String.valueOf(event.id()));
    assertThat(id.matches()).as("the id of %s", event).isTrue();
    assertThat(epoch == null || id.group(1).equals(epoch)).as("one epoch: %s", event).isTrue();
    assertThat(event.sequence()).as("the id of %s", event).isGreaterThan(sequence);
    assertThat(id.group(3)).as("an e at the end only: %s", event).isEqualTo(event.end() ? "e" : "");
    assertThat(events).as("before %s", event).noneMatch(Received::end);
    epoch = id.group(1);
    sequence = event.sequence();
  }

  /** The answer as it was told. */
  String text() {
    return text.toString();
  }

  int percent() {
    return percent;
  }

  List<Received> events() {
    return events;
  }

  /**
   * The events in a form that is the same for everybody: each with its id and its data, but
   * neighbouring texts joined, as servers may join them.
   */
  static List<String> told(List<Received> events) {
    List<String> told = new ArrayList<>();
    StringBuilder joined = new StringBuilder();
    Received last = null;
    for (Received event : events) {
      if (event.type().equals("enhanced_token")) {
        joined.append(event.text("text"));
        last = event;
        continue;
      }
      addText(told, last, joined);
      told.add(event.id() + " " + event.data());
    }
    addText(told, last, joined);
    return told;
  }

  private static void addText(List<String> told, @Nullable Received last, StringBuilder joined) {
    if (last != null && !joined.isEmpty()) {
      told.add(last.id() + " " + last.text("stage") + " " + joined);
      joined.setLength(0);
    }
  }
}
