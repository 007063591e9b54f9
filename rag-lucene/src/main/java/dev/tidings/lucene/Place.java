package dev.tidings.lucene;

import org.jspecify.annotations.Nullable;

/** A line of a corpus file, for messages. Lines count from 1. */
record Place(String file, int line) {
  PoemCorpusException error(String what) {
    return error(what, null);
  }

  PoemCorpusException error(String what, @Nullable Throwable cause) {
    return new PoemCorpusException(this + ": " + what, cause);
  }

  @Override
  public String toString() {
    return file + " line " + line;
  }
}
