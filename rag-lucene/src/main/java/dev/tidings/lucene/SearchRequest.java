package dev.tidings.lucene;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What is searched for, and among which entries. It is immutable.
 *
 * @param text what somebody typed; no character of it has a meaning of its own. Of more than 4,096
 *     characters the first and the last half of that count
 * @param collections the collections to search, all if empty
 * @param topics the entry speaks of each of these
 * @param facts the entry has each of these facts, with exactly this value
 * @param limit the most entries to return, from 1
 */
public record SearchRequest(
    String text,
    Set<String> collections,
    Set<String> topics,
    Map<String, String> facts,
    int limit) {
  private static final int USUAL_LIMIT = 10;

  /**
   * The constructor checks the limit and takes copies.
   *
   * @throws IllegalArgumentException if the limit is below 1
   */
  public SearchRequest {
    Objects.requireNonNull(text, "text");
    if (limit < 1) {
      throw new IllegalArgumentException("limit " + limit + " must be 1 or more");
    }
    collections = Set.copyOf(collections);
    topics = Set.copyOf(topics);
    facts = Map.copyOf(facts);
  }

  /** A search of everything, for ten entries. */
  public static SearchRequest of(String text) {
    return new SearchRequest(text, Set.of(), Set.of(), Map.of(), USUAL_LIMIT);
  }

  /** The same in a collection; called again, in that one too. */
  public SearchRequest collection(String id) {
    return new SearchRequest(text, plus(collections, id), topics, facts, limit);
  }

  /** The same among those that speak of a topic; called again, of both. */
  public SearchRequest topic(String id) {
    return new SearchRequest(text, collections, plus(topics, id), facts, limit);
  }

  /** The same among those with a fact, such as {@code rank} 上吉. */
  public SearchRequest fact(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(facts);
    more.put(name, value);
    return new SearchRequest(text, collections, topics, more, limit);
  }

  /**
   * The same for another number of entries.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public SearchRequest limit(int most) {
    return new SearchRequest(text, collections, topics, facts, most);
  }

  private static Set<String> plus(Set<String> set, String id) {
    Set<String> more = new LinkedHashSet<>(set);
    more.add(id);
    return more;
  }
}
