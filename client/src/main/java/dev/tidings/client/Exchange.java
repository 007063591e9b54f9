package dev.tidings.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server, one request after the other. One thread asks; any thread may close, upon which the
 * asking one is told at once, whatever it waits for.
 *
 * <p>What is under way, a request or the body of its answer, is kept under {@code this}, and so is
 * whether all is closed: who puts something under way looks whether it is, and who closes takes
 * what is under way. So nothing stays open behind a close. Nothing foreign is called under the
 * lock.
 */
final class Exchange {
  private final Settings settings;
  private final CountDownLatch closed = new CountDownLatch(1);

  @GuardedBy("this")
  private Runnable underWay = () -> {};

  Exchange(Settings settings) {
    this.settings = settings;
  }

  /**
   * A GET of a stream.
   *
   * @param lastEventId where to go on, or null
   */
  HttpResponse<EventStream> stream(URI uri, @Nullable String token, @Nullable String lastEventId)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(uri, token).header("Accept", "text/event-stream");
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    return send(request.GET().build(), settings.silence());
  }

  /** A GET of an object. */
  HttpResponse<EventStream> get(URI uri, @Nullable String token)
      throws IOException, InterruptedException {
    return send(
        request(uri, token).header("Accept", "application/json").GET().build(),
        settings.answerTimeout());
  }

  /** A POST without a body. */
  HttpResponse<EventStream> post(URI uri, @Nullable String token)
      throws IOException, InterruptedException {
    return send(
        request(uri, token).POST(BodyPublishers.noBody()).build(), settings.answerTimeout());
  }

  private HttpRequest.Builder request(URI uri, @Nullable String token) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri);
    settings.headers().forEach(request::setHeader);
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    return request;
  }

  private HttpResponse<EventStream> send(HttpRequest request, Duration silence)
      throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<EventStream>> pending =
        settings.http().sendAsync(request, answer -> new EventStream(silence));
    underWay(() -> cut(pending));
    try {
      Duration most = settings.answerTimeout();
      HttpResponse<EventStream> response = pending.get(most.toNanos(), TimeUnit.NANOSECONDS);
      underWay(response.body()::cut);
      return response;
    } catch (TimeoutException late) {
      cut();
      throw new IOException(
          "no answer within " + settings.answerTimeout().toMillis() + " ms", late);
    } catch (InterruptedException interrupted) {
      cut();
      throw interrupted;
    } catch (CancellationException cancelled) {
      throw new IOException("the request was cut here", cancelled);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw new IOException(
          "the server cannot be reached: " + (cause == null ? failed : cause), cause);
    }
  }

  /** Gives a request up, or the body of the answer that came meanwhile. */
  private static void cut(CompletableFuture<HttpResponse<EventStream>> pending) {
    if (!pending.cancel(true)) {
      var unused =
          pending.whenComplete(
              (response, failure) -> {
                if (response != null) {
                  response.body().cut();
                }
              });
    }
  }

  private void underWay(Runnable cut) throws IOException {
    synchronized (this) {
      if (closed.getCount() > 0) {
        underWay = cut;
        return;
      }
    }
    cut.run();
    throw new IOException("closed");
  }

  /** Cuts what is under way; another request may follow. */
  void cut() {
    Runnable cut;
    synchronized (this) {
      cut = underWay;
      underWay = () -> {};
    }
    cut.run();
  }

  /** Cuts what is under way, and whoever waits; nothing may follow. */
  void close() {
    synchronized (this) {
      closed.countDown();
    }
    cut();
  }

  boolean closed() {
    return closed.getCount() == 0;
  }

  /** Waits; a close ends the wait. */
  void pause(Duration time) throws InterruptedException {
    closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }
}
