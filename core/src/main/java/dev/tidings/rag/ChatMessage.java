package dev.tidings.rag;

import java.util.Objects;

/**
 * One message of a prompt.
 *
 * @param role who speaks
 * @param content what is said
 */
public record ChatMessage(Role role, String content) {
  /** Who speaks in a prompt. */
  public enum Role {
    /** The instructions the model works under. */
    SYSTEM,
    /** The person who asks. */
    USER,
    /** The model. */
    ASSISTANT
  }

  /** The constructor checks that both are there. */
  public ChatMessage {
    Objects.requireNonNull(role, "role");
    Objects.requireNonNull(content, "content");
  }
}
