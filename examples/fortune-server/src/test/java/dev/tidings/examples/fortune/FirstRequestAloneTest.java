package dev.tidings.examples.fortune;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.javalin.http.Context;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstRequestAloneTest {
  private static final int OTHERS = 15;

  private final FirstRequestAlone filter = new FirstRequestAlone();
  private final CountDownLatch firstMayArrive = new CountDownLatch(1);
  private final CountDownLatch firstMayLeave = new CountDownLatch(1);
  private final AtomicInteger inside = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  @AfterEach
  void stop() throws InterruptedException {
    firstMayArrive.countDown();
    firstMayLeave.countDown();
    for (Thread thread : threads) {
      thread.join(SECONDS.toMillis(20));
    }
  }

  /** A request whose client is slow: it comes to the handlers, and stays. */
  private FutureTask<Boolean> first() {
    return request(
        (request, response) -> {
          inside.incrementAndGet();
          await(firstMayArrive);
          filter.handle(unused(Context.class));
          await(firstMayLeave);
        });
  }

  private FutureTask<Boolean> other() {
    return request((request, response) -> inside.incrementAndGet());
  }

  private FutureTask<Boolean> request(FilterChain chain) {
    FutureTask<Boolean> through =
        new FutureTask<>(
            () -> {
              ask(chain);
              return true;
            });
    Thread thread = new Thread(through);
    threads.add(thread);
    thread.start();
    return through;
  }

  private void ask(FilterChain chain) throws IOException, ServletException {
    filter.doFilter(requestOf("/health"), unused(ServletResponse.class), chain);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, SECONDS)).isTrue();
    } catch (InterruptedException impossible) {
      throw new AssertionError(impossible);
    }
  }

  private static ServletRequest requestOf(String path) {
    InvocationHandler uri =
        (proxy, method, arguments) -> {
          assertThat(method.getName()).isEqualTo("getRequestURI");
          return path;
        };
    return (ServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            uri);
  }

  private static <T> T unused(Class<T> type) {
    InvocationHandler untouched =
        (proxy, method, arguments) -> {
          throw new AssertionError(method);
        };
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, untouched));
  }

  private void awaitFirstInside() {
    await(() -> inside.get() == 1);
  }

  private void awaitWaiting(List<Thread> waiting) {
    await(() -> waiting.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("within 20 s").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void othersWaitUntilTheFirstHasComeToTheHandlersAndNoLonger() throws Exception {
    FutureTask<Boolean> first = first();
    awaitFirstInside();
    List<FutureTask<Boolean>> others = new ArrayList<>();
    for (int i = 0; i < OTHERS; i++) {
      others.add(other());
    }
    awaitWaiting(threads.subList(1, threads.size()));
    assertThat(inside).hasValue(1);

    firstMayArrive.countDown();

    for (FutureTask<Boolean> other : others) {
      assertThat(other.get(20, SECONDS)).isTrue();
    }
    assertThat(inside).hasValue(1 + OTHERS);
    assertThat(first).isNotDone();
  }

  @Test
  void aFirstRequestThatFailsLetsTheOthersIn() throws Exception {
    assertThatThrownBy(
            () ->
                ask(
                    (request, response) -> {
                      throw new ServletException("no");
                    }))
        .isInstanceOf(ServletException.class);

    assertThat(other().get(20, SECONDS)).isTrue();
  }

  @Test
  void aRequestThatWaitsWhenTheServerStopsIsGivenUp() {
    FutureTask<Boolean> first = first();
    awaitFirstInside();
    FutureTask<Boolean> other = other();
    awaitWaiting(threads.subList(1, 2));

    threads.get(1).interrupt();

    assertThatThrownBy(() -> other.get(20, SECONDS))
        .hasCauseInstanceOf(InterruptedIOException.class);
    assertThat(first).isNotDone();
  }
}
