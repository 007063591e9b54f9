package dev.tidings.dialects;

import dev.tidings.TaskView;
import dev.tidings.stream.Dialect.ErrorBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says pages in the statuses and headers of the protocol. */
final class DurableAnswers {
  private static final String NO_STORE = "no-store";

  private final DurableDialect dialect;

  DurableAnswers(DurableDialect dialect) {
    this.dialect = dialect;
  }

  /** What the stream is and where it ends, for now or for good. */
  DurableAnswer head(TaskView task, long tail, boolean closed) {
    Map<String, String> headers = place(task, tail, closed);
    headers.put("Content-Type", dialect.content().type());
    headers.put("Cache-Control", NO_STORE);
    return DurableAnswer.withoutBody(200, headers);
  }

  /** No message, and where those that are to come begin. */
  DurableAnswer now(TaskView task, long tail, boolean closed) {
    Map<String, String> headers = place(task, tail, closed);
    headers.put("Stream-Up-To-Date", "true");
    headers.put("Content-Type", dialect.content().type());
    headers.put("Cache-Control", NO_STORE);
    return new DurableAnswer(200, headers, dialect.content().body(List.of()));
  }

  /** A page of messages, or none. */
  DurableAnswer page(
      TaskView task, DurablePage page, DurableRequest request, @Nullable String cursor) {
    Map<String, String> headers = place(task, page.next(), page.closed());
    if (page.upToDate()) {
      headers.put("Stream-Up-To-Date", "true");
    }
    if (cursor != null) {
      headers.put("Stream-Cursor", cursor);
    }
    headers.put("Content-Type", dialect.content().type());
    if (!page.settled()) {
      headers.put("Cache-Control", NO_STORE);
    } else {
      String tag = tag(task, page);
      headers.put("Cache-Control", "private, max-age=60, stale-while-revalidate=300");
      headers.put("ETag", tag);
      if (cursor == null && request.has(tag)) {
        return DurableAnswer.withoutBody(304, headers);
      }
    }
    return new DurableAnswer(200, headers, dialect.content().body(page.messages()));
  }

  /** The tag tells an open stream from a closed one, as the answer's headers do. */
  private static String tag(TaskView task, DurablePage page) {
    return '"'
        + task.epoch()
        + '_'
        + page.from()
        + '_'
        + page.next()
        + (page.closed() ? "_closed" : "")
        + '"';
  }

  /** A wait in which nothing came, or for which there is no reason. */
  DurableAnswer nothing(TaskView task, DurablePage page, String cursor) {
    Map<String, String> headers = place(task, page.next(), page.closed());
    headers.put("Stream-Up-To-Date", "true");
    headers.put("Stream-Cursor", cursor);
    headers.put("Cache-Control", NO_STORE);
    return DurableAnswer.withoutBody(204, headers);
  }

  private static Map<String, String> place(TaskView task, long next, boolean closed) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Stream-Next-Offset", DurableOffset.of(task, next).toString());
    if (closed) {
      headers.put("Stream-Closed", "true");
    }
    return headers;
  }

  DurableAnswer gone() {
    return refused(
        410,
        "gone",
        "What followed that offset is not kept any more; begin again at '-1'.",
        Map.of());
  }

  DurableAnswer busy() {
    return refused(
        503,
        "busy",
        "The server has as many waiting reads as it may have; please try again later.",
        Map.of("Retry-After", "5"));
  }

  private DurableAnswer refused(
      int status, String code, String sentence, Map<String, String> more) {
    ErrorBody error = dialect.errorBody(status, code, sentence);
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("Content-Type", error.contentType());
    headers.put("Cache-Control", NO_STORE);
    return new DurableAnswer(status, headers, error.bytes());
  }
}
