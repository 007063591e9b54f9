package dev.tidings.lucene;

/** What identifies a poem. */
record PoemKey(String deityId, int number) {
  /** As one term of the index; an id has no slash in it. */
  String term() {
    return deityId + "/" + number;
  }
}
