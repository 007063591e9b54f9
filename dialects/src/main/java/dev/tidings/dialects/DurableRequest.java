package dev.tidings.dialects;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a reader of Durable Streams asks for. It is immutable. */
public final class DurableRequest {
  /** How a reader wants to be told of what is still to come. */
  public enum Live {
    /** Not at all: it wants what there is. */
    NONE,
    /** By an answer that waits for it. */
    LONG_POLL,
    /** By an event stream. */
    SSE
  }

  private final String offset;
  private final Live live;
  private final @Nullable String cursor;
  private final @Nullable String ifNoneMatch;

  private DurableRequest(
      String offset, Live live, @Nullable String cursor, @Nullable String ifNoneMatch) {
    this.offset = offset;
    this.live = live;
    this.cursor = cursor;
    this.ifNoneMatch = ifNoneMatch;
  }

  /**
   * The request of the parameters {@code offset}, {@code live} and {@code cursor}; others are the
   * host's.
   *
   * @param query the parameters of the URL, decoded
   * @throws IllegalArgumentException if one has no form of the protocol's, is there twice, or is
   *     missing; the error is a sentence for the reader, whose answer is 400
   */
  public static DurableRequest of(Map<String, List<String>> query) {
    Live live = single(query, "live").map(DurableRequest::mode).orElse(Live.NONE);
    Optional<String> offset = single(query, "offset");
    if (offset.isEmpty() && live != Live.NONE) {
      throw new IllegalArgumentException(
          "Parameter 'offset' is missing; a live read begins at '-1', at 'now' or at an offset that"
              + " this stream gave.");
    }
    offset.ifPresent(DurableRequest::check);
    return new DurableRequest(
        offset.orElse(DurableOffset.START), live, single(query, "cursor").orElse(null), null);
  }

  private static Optional<String> single(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new IllegalArgumentException("Parameter '" + name + "' is there more than once.");
    }
    return values.stream().findFirst();
  }

  private static Live mode(String value) {
    return switch (value) {
      case "long-poll" -> Live.LONG_POLL;
      case "sse" -> Live.SSE;
      default ->
          throw new IllegalArgumentException("Parameter 'live' must be 'long-poll' or 'sse'.");
    };
  }

  private static void check(String offset) {
    if (!offset.equals(DurableOffset.START)
        && !offset.equals(DurableOffset.NOW)
        && DurableOffset.parse(offset).isEmpty()) {
      throw new IllegalArgumentException(
          "Parameter 'offset' must be '-1', 'now' or an offset that this stream gave.");
    }
  }

  /** The same request with what the reader sent as {@code If-None-Match}; null for none. */
  public DurableRequest ifNoneMatch(@Nullable String tags) {
    return new DurableRequest(offset, live, cursor, tags);
  }

  /** How the reader wants to be told of what is still to come. */
  public Live live() {
    return live;
  }

  String offset() {
    return offset;
  }

  @Nullable String cursor() {
    return cursor;
  }

  /** Whether the reader has the answer of that tag. */
  boolean has(String tag) {
    if (ifNoneMatch == null) {
      return false;
    }
    for (String known : ifNoneMatch.split(",", -1)) {
      String theirs = known.strip();
      if (theirs.equals("*") || theirs.equals(tag) || theirs.equals("W/" + tag)) {
        return true;
      }
    }
    return false;
  }
}
