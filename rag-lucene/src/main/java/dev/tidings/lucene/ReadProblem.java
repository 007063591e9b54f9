package dev.tidings.lucene;

import java.util.Objects;

/**
 * What a reader met in somebody's files.
 *
 * @param effect what it means for the corpus
 * @param file the file, or the folder when it is about all of its files
 * @param place where in the file: a field, a line and column; empty when it is about the whole
 * @param reason what is wrong
 * @param remedy what to do
 */
public record ReadProblem(Effect effect, String file, String place, String reason, String remedy) {
  /** What it means for the corpus. */
  public enum Effect {
    /** The entry is left out. */
    LEFT_OUT,
    /** Nothing is left out, but somebody should look. */
    TOLD
  }

  /** The constructor checks that all is said. */
  public ReadProblem {
    Objects.requireNonNull(effect, "effect");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(place, "place");
    Objects.requireNonNull(reason, "reason");
    Objects.requireNonNull(remedy, "remedy");
  }

  /** The problem in one sentence. */
  @Override
  public String toString() {
    return file + (place.isEmpty() ? "" : ", " + place) + ": " + reason + "; " + remedy;
  }
}
