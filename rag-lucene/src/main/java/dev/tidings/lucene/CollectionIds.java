package dev.tidings.lucene;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rule for a collection's id, which a deity's is too, and the name that is made from it. */
final class CollectionIds {
  static final String RULE =
      "lower-case letters a-z, digits and underscores, beginning with a letter, at most 64, such as"
          + " guan_yu";

  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  private CollectionIds() {}

  static boolean valid(String id) {
    return ID.matcher(id).matches();
  }

  static void check(String id) {
    if (!valid(id)) {
      throw new IllegalArgumentException("id \"" + id + "\" must be " + RULE);
    }
  }

  /** {@code guan_yu} is {@code GuanYu}. */
  static String name(String id) {
    return Arrays.stream(id.split("_"))
        .filter(word -> !word.isEmpty())
        .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
        .collect(Collectors.joining());
  }
}
