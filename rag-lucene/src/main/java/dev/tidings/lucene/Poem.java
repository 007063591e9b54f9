package dev.tidings.lucene;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One poem of a deity's set. It is immutable.
 *
 * @param deityId the deity it belongs to: lower-case ASCII letters, digits and underscores, at most
 *     64, beginning with a letter, such as {@code guan_yu}
 * @param number the number it is drawn by, from 1
 * @param title the tale it is named after
 * @param rank how lucky it is, in the set's own words, such as 上吉; empty when it has none
 * @param stems its place in the cycle of the heavenly stems, such as 丁癸; empty when it has none
 * @param lines the lines of the verse, at least one, none blank or with a line break in it
 * @param story the tale behind the title; empty when there is none
 * @param themes what the poem says, in a sentence, by language ({@code zh}, {@code en}, {@code
 *     ja}); may lack languages
 * @param topics what the poem says of the matters it speaks of, by an id such as {@code lawsuit};
 *     empty when there are no such notes
 */
public record Poem(
    String deityId,
    int number,
    String title,
    String rank,
    String stems,
    List<String> lines,
    String story,
    Map<String, String> themes,
    Map<String, TopicNote> topics) {

  /** A poem without topic notes. */
  public Poem(
      String deityId,
      int number,
      String title,
      String rank,
      String stems,
      List<String> lines,
      String story,
      Map<String, String> themes) {
    this(deityId, number, title, rank, stems, lines, story, themes, Map.of());
  }

  /**
   * The constructor checks the values and takes copies; themes and topics keep their order.
   *
   * @throws IllegalArgumentException if a value is not as described above
   */
  public Poem {
    CollectionIds.check(deityId);
    Objects.requireNonNull(rank, "rank");
    Objects.requireNonNull(stems, "stems");
    Objects.requireNonNull(story, "story");
    if (number < 1) {
      throw new IllegalArgumentException("number " + number + " must be 1 or more");
    }
    if (title.isBlank()) {
      throw new IllegalArgumentException("title must not be blank");
    }
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("a poem has at least one line");
    }
    for (String line : lines) {
      if (line.isBlank() || line.lines().count() != 1) {
        throw new IllegalArgumentException("a line must not be blank or hold a line break");
      }
    }
    themes = Collections.unmodifiableMap(new LinkedHashMap<>(themes));
    topics = Collections.unmodifiableMap(new LinkedHashMap<>(topics));
  }
}
