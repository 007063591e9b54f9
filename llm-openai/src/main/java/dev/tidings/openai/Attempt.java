package dev.tidings.openai;

import dev.tidings.FailureCode;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import java.io.IOException;
import java.util.Locale;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;

/** One request and what comes of it, on the calling thread. */
final class Attempt {
  private final Settings settings;
  private final StopSignal stop;
  private final Call call;
  private final AttemptTimer timer;
  private final Answer answer;
  private boolean connected;

  /**
   * A request that has not been sent.
   *
   * @param json the request's body
   * @param sent runs when the body has left
   * @param deadlineNanos when everything must be over, by {@link System#nanoTime()}
   */
  Attempt(
      Settings settings,
      byte[] json,
      ChatListener listener,
      Runnable sent,
      StopSignal stop,
      long deadlineNanos) {
    this.settings = settings;
    this.stop = stop;
    PromptBody body = new PromptBody(json, this::leaving, () -> left(sent));
    this.call = settings.client().newCall(request(body));
    this.timer = new AttemptTimer(call, deadlineNanos, settings.totalTimeout());
    this.answer = new Answer(settings, listener, timer);
  }

  /**
   * Sends the request and reads the answer.
   *
   * @throws AttemptFailure if no whole answer comes
   * @throws TaskCancelledException if stopped
   */
  ChatCompletion run() {
    stop.closes(call);
    timer.start("no connection within the connect time-out", settings.connectTimeout());
    try (Response response = call.execute()) {
      read(response);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Not IOException alone: OkHttp lets an InterruptedException out that Kotlin need not
      // declare.
      judge(e);
    } finally {
      timer.stop();
      // Without this a connection that nobody reads any more could be awaited on its way out.
      if (!answer.finished()) {
        call.cancel();
      }
    }
    return answer.completion();
  }

  private Request request(PromptBody body) {
    Request.Builder request =
        new Request.Builder()
            .url(settings.endpoint())
            .header("Accept", "text/event-stream, application/json")
            // A proxy that compresses holds pieces back to do so.
            .header("Accept-Encoding", "identity")
            .post(body);
    if (settings.apiKey() != null) {
      request.header("Authorization", settings.apiKey().bearer());
    }
    return request.build();
  }

  private void leaving() {
    connected = true;
    awaitFirstToken();
  }

  private void awaitFirstToken() {
    timer.start("no content within the first-token time-out", settings.firstTokenTimeout());
  }

  private void left(Runnable sent) {
    timer.stop();
    sent.run();
    awaitFirstToken();
  }

  private void read(Response response) throws IOException {
    if (!response.isSuccessful()) {
      timer.start("no body of an error within", settings.epilogueTimeout());
      throw Refusal.of(response, settings.apiKey());
    }
    ResponseBody body = response.body();
    MediaType type = body.contentType();
    if (type == null || type.subtype().equalsIgnoreCase("event-stream")) {
      EventStream.read(response, settings.maxEventBytes(), this::event);
      if (!answer.finished()) {
        throw new IOException("the stream ended without a finish reason");
      }
    } else if (type.subtype().toLowerCase(Locale.ROOT).contains("json")) {
      answer.whole(wholeText(body.source()));
    } else {
      throw AttemptFailure.last(
          FailureCode.LLM_UNAVAILABLE,
          "the endpoint answered with " + type + " instead of an event stream; check baseUrl",
          null);
    }
  }

  private EventStream.Next event(@Nullable String type, String data) {
    stop.check();
    try {
      return answer.event(type, data);
    } catch (RuntimeException e) {
      // Nobody reads on, so closing the response must not try to.
      call.cancel();
      throw e;
    }
  }

  private String wholeText(BufferedSource source) throws IOException {
    if (source.request(settings.maxEventBytes() + 1)) {
      throw new IOException("the answer has more than " + settings.maxEventBytes() + " bytes");
    }
    return source.readUtf8();
  }

  /**
   * Decides what a broken exchange means. Whoever asked to stop broke it himself; an answer that is
   * finished lacks nothing.
   */
  private void judge(Exception broken) {
    timer.stop();
    stop.check();
    if (answer.finished()) {
      return;
    }
    String expired = timer.expired();
    if (expired != null) {
      throw connected
          ? AttemptFailure.last(FailureCode.LLM_UNAVAILABLE, expired, broken)
          : AttemptFailure.broken(false, expired, broken);
    }
    if (broken instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw AttemptFailure.last(
          answer.begun() ? FailureCode.LLM_TRUNCATED : FailureCode.LLM_UNAVAILABLE,
          "the calling thread was interrupted",
          broken);
    }
    String what = answer.begun() ? "the answer broke off: " : "no answer from the endpoint: ";
    throw AttemptFailure.broken(answer.begun(), what + broken.getMessage(), broken);
  }
}
