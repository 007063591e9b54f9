package dev.tidings.stream;

/**
 * Words take what a dialect or a voice says, in order. They are good for the call that they were
 * given to, on that thread.
 */
public interface Words {
  /**
   * The speaker says a message.
   *
   * @param body its text in UTF-8, for most clients one JSON object; not to be changed afterwards
   */
  void message(byte[] body);

  /**
   * The speaker says a message that has a name of its own on the wire, on a wire that knows names.
   *
   * @param name without a line break
   * @param body its text in UTF-8; not to be changed afterwards
   */
  void message(String name, byte[] body);

  /** The speaker says nothing but that the connection is alive. */
  void comment();
}
