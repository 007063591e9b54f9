package dev.tidings.lucene;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Folds what is written differently and meant alike: Traditional and Japanese forms to Simplified
 * ones, and variant characters to one of them. One character goes to one character, so places in a
 * text stay where they are. Precision is lost a little (后 and 後 become one), on both sides alike.
 *
 * <p>The table is a resource of 16 KB. It is generated, and checked by a test, from ICU's
 * Traditional-Simplified rules and this project's list of Japanese forms and variants, so that no
 * library has to come along.
 */
final class Fold {
  private static final String RESOURCE = "fold.txt";

  /** By character; 0 where nothing is folded. */
  private static final char[] TABLE = load();

  private Fold() {}

  static char of(char c) {
    char folded = TABLE[c];
    return folded == 0 ? c : folded;
  }

  private static char[] load() {
    char[] table = new char[Character.MAX_VALUE + 1];
    try (InputStream in = Fold.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            "resource dev/tidings/lucene/fold.txt is missing; repackage tidings-rag-lucene");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          for (int i = 0; i + 1 < line.length(); i += 2) {
            table[line.charAt(i)] = line.charAt(i + 1);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("resource " + RESOURCE + " cannot be read", e);
    }
    return table;
  }
}
