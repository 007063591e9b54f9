package dev.tidings.lucene;

/** Why an entry of somebody's file cannot be read. */
final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String place;
  private final String reason;
  private final String remedy;

  Unreadable(String place, String reason, String remedy) {
    super(reason);
    this.place = place;
    this.reason = reason;
    this.remedy = remedy;
  }

  /** A field, or a line and column; empty when it is about the whole. */
  String place() {
    return place;
  }

  String reason() {
    return reason;
  }

  String remedy() {
    return remedy;
  }
}
