package dev.tidings;

import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One step of a task, known by its name on the wire.
 *
 * @param name lower-case snake case, as clients see it: {@code analyzing_rag}
 */
public record Stage(String name) {
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

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name is not 1 to 40 lower-case letters, digits and
   *     underscores, beginning with a letter
   */
  public Stage {
    Objects.requireNonNull(name, "name");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "stage name '"
              + name
              + "' must be 1 to 40 lower-case letters, digits or underscores, beginning with a"
              + " letter");
    }
  }

  /** A stage of that name; see {@link #Stage(String)} for what a name may be. */
  public static Stage of(String name) {
    return new Stage(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
