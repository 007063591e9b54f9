package dev.tidings.lucene;

import java.util.List;
import java.util.Objects;

/**
 * A deity whose poems are in an index. It is immutable.
 *
 * @param id what requests call it, such as {@code guan_yu}
 * @param name what people call it, such as 關聖帝君; the collection's name when the corpus gives none
 * @param collection what progress messages call its set of poems: the id in camel case, {@code
 *     GuanYu}
 * @param poemCount the highest number that can be drawn: a request's number is 1 to this. A set
 *     with gaps holds fewer poems
 * @param languages the languages its poems' themes are in, at least one poem each: {@code zh},
 *     {@code en}, {@code ja} in this order, then others by name
 */
public record Deity(
    String id, String name, String collection, int poemCount, List<String> languages) {

  /**
   * The constructor checks the values and takes a copy.
   *
   * @throws IllegalArgumentException if the id is not one or the count is below 1
   */
  public Deity {
    CollectionIds.check(id);
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(collection, "collection");
    if (poemCount < 1) {
      throw new IllegalArgumentException("poem count " + poemCount + " must be 1 or more");
    }
    languages = List.copyOf(languages);
  }
}
