package dev.tidings.testkit.dialect;

/**
 * A client of the kind that a dialect is for, as far as the contract looks: it keeps what it is
 * told, over all of its connections. One thread calls it.
 */
public interface DialectClient {
  /** A connection begins; what the client has, it keeps. */
  default void connected() {}

  /**
   * The client takes a message.
   *
   * @throws AssertionError if the message breaks a rule of this kind of client
   */
  void told(Told message);

  /**
   * The answer as the client has it: what was told of it so far, and at the end all of it. Only the
   * end counts where the dialect tells no text.
   */
  String answer();

  /** Whether the client takes the task for ended. */
  boolean ended();
}
