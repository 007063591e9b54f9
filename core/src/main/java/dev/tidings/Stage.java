package dev.tidings;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One step of a task, known by its name on the wire. Two of one name are equal. It is immutable.
 */
public final class Stage {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

  /** The task was accepted and waits for a worker. Every task begins here, at 0 percent. */
  public static final Stage QUEUED = new Stage("queued");

  /** A worker took the task. */
  public static final Stage PROCESSING = new Stage("processing");

  /** The passages that the answer rests on are looked up. */
  public static final Stage ANALYZING_RAG = new Stage("analyzing_rag");

  /** The language model writes. */
  public static final Stage GENERATING_LLM = new Stage("generating_llm");

  /** The task succeeded. Only success reaches this stage, at 100 percent. */
  public static final Stage COMPLETED = new Stage("completed");

  private final String name;

  private Stage(String name) {
    this.name = name;
  }

  /**
   * The stage of that name.
   *
   * @param name as clients see it: 1 to 40 lower-case letters, digits and underscores, beginning
   *     with a letter
   * @throws IllegalArgumentException if the name has another form
   */
  public static Stage of(String name) {
    Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "stage name '"
              + name
              + "' must be 1 to 40 lower-case letters, digits or underscores, beginning with a"
              + " letter");
    }
    return new Stage(name);
  }

  /** The name as clients see it: {@code analyzing_rag}. */
  public String name() {
    return name;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other || (other instanceof Stage that && name.equals(that.name));
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
