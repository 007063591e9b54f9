package dev.tidings.rag;

import java.util.Locale;
import java.util.Objects;

/**
 * A tool that the model asks for.
 *
 * @param id the model's name for this call; empty where it gives none
 * @param name which tool
 * @param state how far the call is
 */
public record ChatToolCall(String id, String name, State state) {
  /** How far a call of a tool is. */
  public enum State {
    /** The model asks for it. */
    REQUESTED,
    /** The tool has answered. */
    DONE,
    /** The tool has failed, or was not run. */
    FAILED;

    /** The name clients see: {@code requested}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The constructor checks that all is there. */
  public ChatToolCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(state, "state");
  }

  /** A call that the model asks for. */
  public ChatToolCall(String id, String name) {
    this(id, name, State.REQUESTED);
  }

  /** The same call, as far as that. */
  public ChatToolCall as(State other) {
    return new ChatToolCall(id, name, other);
  }
}
