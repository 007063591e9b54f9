package dev.tidings.openai;

import dev.tidings.FailureCode;
import java.io.IOException;
import java.util.Arrays;
import okhttp3.Call;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.StreamConstraintsException;

/**
 * Reads the body of a chat completion, whatever it is, into an {@link Answer}, until that lacks
 * nothing any more. Used by the calling thread alone.
 */
final class ChatBody implements Attempt.Reader {
  private static final Logger logger = LoggerFactory.getLogger(ChatBody.class);
  private static final byte[] DONE = {'[', 'D', 'O', 'N', 'E', ']'};

  private final ChatSettings settings;
  private final StopSignal stop;
  private final Answer answer;
  private final Chunk chunk = new Chunk();
  private final EventBytes bytes = new EventBytes();
  private @Nullable ChunkParser parser;

  ChatBody(ChatSettings settings, StopSignal stop, Answer answer) {
    this.settings = settings;
    this.stop = stop;
    this.answer = answer;
  }

  @Override
  public void read(Response response, AttemptTimer timer, Call call) throws IOException {
    BufferedSource source = response.body().source();
    switch (BodyKind.of(source, response.header("Content-Encoding"), settings.maxEventBytes())) {
      case EVENTS -> events(source, timer);
      case JSON -> json(source, timer);
      case PAGE -> throw wrongBody("a page");
      case COMPRESSED ->
          throw AttemptFailure.last(
              FailureCode.LLM_UNAVAILABLE,
              "the endpoint compressed its answer (gzip or the like), though it was asked not to;"
                  + " turn that off there, or in the proxy before it",
              null);
    }
    if (!answer.finished()) {
      throw new IOException("the stream ended without a finish reason");
    }
    timer.stop();
    Tail.keepOrClose(source, call);
  }

  @Override
  public boolean begun() {
    return answer.begun();
  }

  @Override
  public boolean finished() {
    return answer.finished();
  }

  private void events(BufferedSource source, AttemptTimer timer) throws IOException {
    EventReader events = new EventReader(source, settings.maxEventBytes());
    while (!answer.complete() && events.next()) {
      stop.check();
      event(events, timer);
    }
    if (!answer.finished() && events.onlyOtherText()) {
      throw wrongBody("a text");
    }
  }

  private void event(EventReader events, AttemptTimer timer) {
    byte[] data = events.bytes();
    int from = events.from();
    int to = events.to();
    while (from < to && data[from] <= ' ' && data[from] >= 0) {
      from++;
    }
    while (from < to && data[to - 1] <= ' ' && data[to - 1] >= 0) {
      to--;
    }
    if (Arrays.equals(data, from, to, DONE, 0, DONE.length)) {
      answer.ended(timer);
    } else if (from < to && data[from] != ':') {
      // A colon begins a keep-alive comment that was put into data by mistake.
      chunk(events, data, from, to, timer);
    }
  }

  private void chunk(EventReader events, byte[] data, int from, int to, AttemptTimer timer) {
    try {
      bytes.set(data, from, to);
      if (parser == null) {
        parser = ChunkParser.of(settings.json(), bytes, chunk, answer.wantsLogprobs());
      }
      parser.next();
      parser.checkNothingFollows();
    } catch (JacksonException e) {
      if (events.error()) {
        answer.failed(ErrorReport.unnamed());
      } else if (events.whole()) {
        malformed(e, to - from);
      }
      return;
    }
    if (events.error()) {
      chunk.error = parser.asError();
    }
    answer.take(chunk, timer);
  }

  /** One value after another, without an event's lines: a completion, or chunks line by line. */
  private void json(BufferedSource source, AttemptTimer timer) throws IOException {
    BoundedBody body =
        new BoundedBody(
            source.inputStream(),
            settings.maxBodyBytes(),
            () -> {
              if (!answer.finished()) {
                timer.start(settings.silence());
              }
            });
    try {
      ChunkParser values = ChunkParser.of(settings.json(), body, chunk, answer.wantsLogprobs());
      while (!answer.complete() && values.next()) {
        stop.check();
        answer.take(chunk, timer);
        if (chunk.message) {
          answer.ended(timer);
        }
      }
    } catch (JacksonIOException e) {
      throw e.getCause();
    } catch (JacksonException e) {
      if (body.ended()) {
        throw new IOException("the answer ended inside its JSON", null);
      }
      malformed(e, body.count());
    }
  }

  private void malformed(JacksonException why, long length) {
    logger.debug("Chunk of {} bytes is refused: {}", length, why.getClass().getSimpleName());
    if (answer.finished()) {
      answer.spoiled();
      return;
    }
    // Without the cause: its text quotes the chunk.
    if (why instanceof StreamConstraintsException) {
      throw AttemptFailure.last(
          begun() ? FailureCode.LLM_TRUNCATED : FailureCode.LLM_UNAVAILABLE,
          "the endpoint sent a text longer than maxAnswerLength, or JSON nested without end",
          null);
    }
    throw AttemptFailure.broken(begun(), "the endpoint sent malformed JSON", null);
  }

  private static AttemptFailure wrongBody(String what) {
    return AttemptFailure.last(
        FailureCode.LLM_UNAVAILABLE,
        "the endpoint answered with " + what + " instead of an event stream; check baseUrl",
        null);
  }
}
