package dev.tidings.client;

import dev.tidings.client.EventLines.ProtocolException;
import java.io.IOException;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The answer so far, joined of what comes, however it overlaps. Used by one thread.
 *
 * <p>What was given before this began may be unknown. Then the first text says how much that was,
 * and {@code base} is where the known part of the answer begins.
 */
final class Answer {
  private static final int UNKNOWN = -1;

  private final StringBuilder text;
  private final int maxLength;
  private int base;

  /**
   * An answer that is known up to here.
   *
   * @param known what was given before, or null if that is not known
   * @param maxLength the most UTF-16 units it may grow to
   */
  Answer(@Nullable String known, int maxLength) {
    this.text = new StringBuilder(known == null ? "" : known);
    this.base = known == null ? UNKNOWN : 0;
    this.maxLength = maxLength;
  }

  /** What is known of it. */
  String text() {
    return text.toString();
  }

  /** Whether its beginning is known too. */
  boolean whole() {
    return base == 0;
  }

  /** How much of the whole answer was given. */
  private int length() {
    return base + text.length();
  }

  /**
   * Gives an event on. Of a text only what is new is given; after a snapshot, that part of its text
   * which is new is given as a text.
   *
   * @throws HoleException if a text begins beyond what is known; nothing is given
   * @throws ProtocolException if the answer grows too long; nothing is given
   */
  void join(TaskEvent event, Queue<TaskEvent> given) throws HoleException, ProtocolException {
    if (event instanceof TaskEvent.Text piece) {
      join(piece, given);
    } else if (event instanceof TaskEvent.Status status && status.text() != null) {
      join(status, status.text(), given);
    } else {
      given.add(event);
    }
  }

  private void join(TaskEvent.Text piece, Queue<TaskEvent> given)
      throws HoleException, ProtocolException {
    if (base == UNKNOWN) {
      base = piece.offset();
    }
    int known = length() - piece.offset();
    if (known < 0) {
      throw new HoleException(
          "a text begins at " + piece.offset() + ", but only " + length() + " are known");
    }
    if (known > 0 && known >= piece.text().length()) {
      return;
    }
    check((long) piece.offset() + piece.text().length());
    String fresh = piece.text().substring(known);
    given.add(
        known == 0
            ? piece
            : EventParser.text(piece.origin(), piece.id(), piece.stage(), fresh, length()));
    text.append(fresh);
  }

  private void join(TaskEvent.Status status, String snapshot, Queue<TaskEvent> given)
      throws ProtocolException {
    check(snapshot.length());
    if (base > snapshot.length() || base == UNKNOWN) {
      base = 0;
      text.setLength(0);
    }
    int common = commonLength(snapshot);
    boolean news = common < length() || common < snapshot.length();
    text.setLength(common - base);
    text.append(snapshot, common, snapshot.length());
    given.add(status);
    if (news) {
      given.add(
          EventParser.text(
              status.origin(), null, status.status(), snapshot.substring(common), common));
    }
  }

  /** Gives an end that came without the texts before it: what is missing of them, then the end. */
  void end(TaskEvent.End end, Queue<TaskEvent> given) throws ProtocolException {
    String whole =
        end instanceof TaskEvent.Completed completed
            ? completed.response()
            : ((TaskEvent.Failed) end).partialResponse();
    if (whole != null && text.length() > 0 && whole.length() > length()) {
      int known = length();
      if (commonLength(whole) == known) {
        check(whole.length());
        text.append(whole, known, whole.length());
        given.add(EventParser.text(end.origin(), null, "", whole.substring(known), known));
      }
    }
    given.add(end);
  }

  /** How much of another text of the answer was given, in whole characters. */
  private int commonLength(String other) {
    int most = Math.min(length(), other.length());
    int common = base;
    while (common < most && text.charAt(common - base) == other.charAt(common)) {
      common++;
    }
    boolean insidePair = common > base && Character.isHighSurrogate(other.charAt(common - 1));
    return insidePair ? common - 1 : common;
  }

  private void check(long length) throws ProtocolException {
    if (length > maxLength) {
      throw new ProtocolException(
          "the answer is longer than "
              + maxLength
              + " characters; raise maxTextLength if answers may be that long");
    }
  }

  /** Follows events that were given by another answer, and cannot overlap any more. */
  void take(TaskEvent event) {
    if (event instanceof TaskEvent.Text piece) {
      if (base == UNKNOWN || piece.offset() < base) {
        base = piece.offset();
      }
      text.setLength(Math.min(piece.offset() - base, text.length()));
      text.append(piece.text());
    } else if (event instanceof TaskEvent.Status status && status.text() != null) {
      base = 0;
      text.setLength(0);
      text.append(status.text());
    }
  }

  /** Something between is missing, which a snapshot mends. */
  static final class HoleException extends IOException {
    private static final long serialVersionUID = 1L;

    HoleException(String message) {
      super(message);
    }
  }
}
