package dev.tidings.openai;

import dev.tidings.FailureCode;
import dev.tidings.TaskCancelledException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One request and what comes of it, on the calling thread.
 *
 * <p>OkHttp may repeat the request by itself in two cases only, which it is told at the moment it
 * asks: a pooled connection turns out to be dead, which shows within a second, and a host's {@code
 * Authenticator} has an answer to a 401 or 407. Neither counts as a try. Everything else that is
 * repeated is an attempt of its own.
 */
final class Attempt implements JsonBody.Watcher {
  /** Reads what the endpoint sends. */
  interface Reader {
    /** Reads the body of a success. */
    void read(Response response, AttemptTimer timer, Call call) throws IOException;

    /** Whether somebody has been shown a part of it, so that it cannot be tried again. */
    boolean begun();

    /** Whether nothing is missing any more, whatever breaks. */
    boolean finished();
  }

  /** How long a pooled connection may seem alive that is not. */
  private static final Duration STALE = Duration.ofSeconds(1);

  /** OkHttp watches for the headers itself, and thereby finds dead HTTP/2 connections. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private static final int NO_STATUS = 0;

  private final Endpoint endpoint;
  private final AttemptTimer.Limit answering;
  private final Reader reader;
  private final Runnable sent;
  private final StopSignal stop;
  private final @Nullable ApiKey key;
  private final Call call;
  private final AttemptTimer timer;
  private boolean connected;
  private long leftNanos;
  private int status = NO_STATUS;
  private boolean shared;

  /**
   * A request that has not been sent.
   *
   * @param json the request's body
   * @param accept the types of answer that are taken
   * @param answering how long the answer may take, once the request has been sent
   * @param sent runs when the body has left; again if it is sent again
   * @param deadlineNanos when everything must be over, by {@link System#nanoTime()}
   */
  Attempt(
      Endpoint endpoint,
      byte[] json,
      String accept,
      AttemptTimer.Limit answering,
      Reader reader,
      Runnable sent,
      StopSignal stop,
      @Nullable ApiKey key,
      long deadlineNanos) {
    this.endpoint = endpoint;
    this.answering = answering;
    this.reader = reader;
    this.sent = sent;
    this.stop = stop;
    this.key = key;
    Request request =
        endpoint
            .request(key, accept)
            .tag(Attempt.class, this)
            .post(new JsonBody(json, this))
            .build();
    this.call = endpoint.client().newCall(request);
    this.timer = new AttemptTimer(call, deadlineNanos, endpoint.totalTimeout());
  }

  /** Lets a client tell the attempts that it serves how far they are. */
  static OkHttpClient.Builder watched(OkHttpClient.Builder client) {
    return client
        // The last one before the connection, so that a slow interceptor of the host's own, which
        // fetches a token for example, is not taken for a slow connection.
        .addInterceptor(Attempt::connecting)
        .addNetworkInterceptor(Attempt::answered);
  }

  /**
   * Sends the request and reads the answer.
   *
   * @throws AttemptFailure if no whole answer comes
   * @throws TaskCancelledException if stopped
   */
  void run() {
    stop.closes(call);
    timer.open();
    try (Response response = call.execute()) {
      read(response);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      // Not IOException alone: OkHttp lets an InterruptedException out that Kotlin need not
      // declare.
      judge(e);
    } finally {
      timer.close();
      // Without this a connection that nobody reads any more could be awaited on its way out.
      if (!reader.finished()) {
        call.cancel();
      }
    }
  }

  private static Response connecting(Interceptor.Chain chain) throws IOException {
    Attempt attempt = chain.request().tag(Attempt.class);
    if (attempt != null) {
      attempt.timer.start(attempt.endpoint.connecting());
    }
    return chain.proceed(chain.request());
  }

  private static Response answered(Interceptor.Chain chain) throws IOException {
    Attempt attempt = chain.request().tag(Attempt.class);
    Connection connection = chain.connection();
    if (attempt != null && connection != null) {
      Protocol protocol = connection.protocol();
      attempt.shared = protocol == Protocol.HTTP_2 || protocol == Protocol.H2_PRIOR_KNOWLEDGE;
    }
    Response response = chain.proceed(chain.request());
    if (attempt != null) {
      attempt.status = response.code();
    }
    return response;
  }

  @Override
  public void leaving() {
    connected = true;
    status = NO_STATUS;
    leftNanos = System.nanoTime();
    awaitAnswer();
  }

  @Override
  public void left() {
    timer.stop();
    sent.run();
    leftNanos = System.nanoTime();
    awaitAnswer();
  }

  @Override
  public boolean mayBeRepeated() {
    return status == NO_STATUS
        ? !connected || System.nanoTime() - leftNanos < STALE.toNanos()
        : status == HttpURLConnection.HTTP_UNAUTHORIZED
            || status == HttpURLConnection.HTTP_PROXY_AUTH;
  }

  private void awaitAnswer() {
    timer.startWithGrace(answering, GRACE);
  }

  private void read(Response response) throws IOException {
    // From here on time is ours: a comment would start OkHttp's anew.
    response.body().source().timeout().clearTimeout();
    if (!response.isSuccessful()) {
      timer.start(Endpoint.ERROR_BODY);
      throw Refusal.of(response, key);
    }
    try {
      reader.read(response, timer, call);
    } catch (Throwable failure) {
      // Before the response is closed, which would first wait for what nobody reads any more.
      call.cancel();
      throw failure;
    }
  }

  /** Whether OkHttp quotes what came in place of HTTP, which could be anything. */
  private static boolean quotes(Exception broken) {
    return broken instanceof ProtocolException
        && !"unexpected end of stream".equals(broken.getMessage());
  }

  /**
   * Decides what a broken exchange means. Whoever asked to stop broke it himself; an answer that is
   * finished lacks nothing.
   */
  private void judge(Exception broken) {
    stop.check();
    if (reader.finished()) {
      return;
    }
    String expired = timer.expired();
    if (expired == null && broken instanceof SocketTimeoutException) {
      expired = timer.limit().toString();
    }
    Throwable cause = key == null ? broken : key.redact(broken);
    if (expired != null) {
      if (shared && status == NO_STATUS) {
        // A time-out ends the one stream and leaves the connection, which may be long dead.
        endpoint.client().connectionPool().evictAll();
      }
      throw connected
          ? AttemptFailure.last(FailureCode.LLM_UNAVAILABLE, expired, cause)
          : AttemptFailure.broken(false, expired, cause);
    }
    if (broken instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw AttemptFailure.last(
          reader.begun() ? FailureCode.LLM_TRUNCATED : FailureCode.LLM_UNAVAILABLE,
          "the calling thread was interrupted",
          cause);
    }
    String what = reader.begun() ? "the answer broke off" : "no answer from the endpoint";
    if (cause == null || quotes(broken)) {
      throw AttemptFailure.broken(reader.begun(), what + ": it does not speak HTTP", null);
    }
    throw AttemptFailure.broken(reader.begun(), what + ": " + broken.getMessage(), cause);
  }
}
