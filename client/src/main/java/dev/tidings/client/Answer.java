package dev.tidings.client;

import dev.tidings.client.EventLines.ProtocolException;
import java.io.IOException;
import java.util.Queue;

/** The answer so far, joined of what comes, however it overlaps. Used by one thread. */
final class Answer {
  private final StringBuilder text;
  private final int maxLength;

  /**
   * An answer that is known up to here.
   *
   * @param maxLength the most UTF-16 units it may grow to
   */
  Answer(String known, int maxLength) {
    this.text = new StringBuilder(known);
    this.maxLength = maxLength;
  }

  /** What there is of it. */
  String text() {
    return text.toString();
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
    int known = text.length() - piece.offset();
    if (known < 0) {
      throw new HoleException(
          "a text begins at " + piece.offset() + ", but only " + text.length() + " are known");
    }
    if (known > 0 && known >= piece.text().length()) {
      return;
    }
    check((long) piece.offset() + piece.text().length());
    String fresh = piece.text().substring(known);
    given.add(
        known == 0
            ? piece
            : EventParser.text(piece.origin(), piece.id(), piece.stage(), fresh, text.length()));
    text.append(fresh);
  }

  private void join(TaskEvent.Status status, String snapshot, Queue<TaskEvent> given)
      throws ProtocolException {
    check(snapshot.length());
    int common = commonLength(snapshot);
    boolean news = common < text.length() || common < snapshot.length();
    text.setLength(common);
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
    if (whole != null && text.length() > 0 && whole.length() > text.length()) {
      int known = text.length();
      if (commonLength(whole) == known) {
        check(whole.length());
        text.append(whole, known, whole.length());
        given.add(EventParser.text(end.origin(), null, "", whole.substring(known), known));
      }
    }
    given.add(end);
  }

  /** How much of the snapshot is known, in whole characters. */
  private int commonLength(String snapshot) {
    int most = Math.min(text.length(), snapshot.length());
    int common = 0;
    while (common < most && text.charAt(common) == snapshot.charAt(common)) {
      common++;
    }
    boolean insidePair = common > 0 && Character.isHighSurrogate(snapshot.charAt(common - 1));
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
      text.setLength(Math.min(piece.offset(), text.length()));
      text.append(piece.text());
    } else if (event instanceof TaskEvent.Status status && status.text() != null) {
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
