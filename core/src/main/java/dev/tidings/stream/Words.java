package dev.tidings.stream;

/**
 * Takes what a dialect or a voice says, in order. Good for the call that it was given to, on that
 * thread.
 */
public interface Words {
  /**
   * Says a message.
   *
   * @param body its text in UTF-8, for most clients one JSON object; not to be changed afterwards
   */
  void message(byte[] body);

  /**
   * Says a message that has a name of its own on the wire, on a wire that knows names.
   *
   * @param name without a line break
   * @param body its text in UTF-8; not to be changed afterwards
   */
  void message(String name, byte[] body);

  /** Says nothing but that the connection is alive. */
  void comment();
}
