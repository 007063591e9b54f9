package dev.tidings.lucene;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an index says of itself in its commit, so that it can be told from a foreign one, from one
 * of another source, and from one that is made in another way.
 *
 * @param fingerprint of the source it was built from, and of how
 * @param properties what else the builder wants to know when it is opened
 */
record IndexMark(String fingerprint, Map<String, String> properties) {
  /** Raised when the same source would make another index: other fields, other analysis. */
  private static final String FORMAT = "5";

  /** An older format had its fingerprint under this name too. */
  private static final String FINGERPRINT = "dev.tidings.lucene.corpus";

  private static final String PROPERTY = "dev.tidings.lucene.property.";

  static String fingerprint(String source) {
    return FORMAT + "/" + source;
  }

  Map<String, String> toCommit() {
    Map<String, String> commit = new HashMap<>();
    commit.put(FINGERPRINT, fingerprint);
    properties.forEach((name, value) -> commit.put(PROPERTY + name, value));
    return commit;
  }

  /** Reads the mark back; empty if the commit is not of an index of ours. */
  static Optional<IndexMark> fromCommit(Map<String, String> commit) {
    String fingerprint = commit.get(FINGERPRINT);
    if (fingerprint == null) {
      return Optional.empty();
    }
    Map<String, String> properties = new HashMap<>();
    commit.forEach(
        (name, value) -> {
          if (name.startsWith(PROPERTY)) {
            properties.put(name.substring(PROPERTY.length()), value);
          }
        });
    return Optional.of(new IndexMark(fingerprint, properties));
  }
}
