package dev.tidings.openai;

/** A credential that never shows itself: not in a text of its own, not in a text of others. */
final class ApiKey {
  private final String value;

  /**
   * A key.
   *
   * @throws IllegalArgumentException if it could not stand in a header; the text does not quote it
   */
  ApiKey(String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException(
          "apiKey is blank; leave it out if the endpoint asks for none");
    }
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException(
          "apiKey has a space, a line break or a character outside ASCII; strip it");
    }
    this.value = value;
  }

  /** The value of the Authorization header. */
  String bearer() {
    return "Bearer " + value;
  }

  /** The text with every trace of this key struck out; endpoints like to quote what they refuse. */
  String redact(String text) {
    return text.replace(value, "[apiKey]");
  }

  @Override
  public String toString() {
    return "[apiKey]";
  }
}
