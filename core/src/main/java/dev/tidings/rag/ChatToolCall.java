package dev.tidings.rag;

import java.util.Objects;

/**
 * A tool that the model asks for.
 *
 * @param id the model's name for this call; empty where it gives none
 * @param name which tool
 */
public record ChatToolCall(String id, String name) {
  /** Checks that both are there. */
  public ChatToolCall {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(name, "name");
  }
}
