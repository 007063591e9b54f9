package dev.tidings;

/**
 * What a hub throws where it cannot take a task in, because its unfinished tasks alone fill one of
 * its bounds: there is nothing to evict. Later, when some of them have ended, the same may succeed;
 * a server answers 503 with {@code Retry-After}.
 */
public final class HubFullException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** A refusal that says which bound is reached. */
  public HubFullException(String message) {
    super(message);
  }
}
