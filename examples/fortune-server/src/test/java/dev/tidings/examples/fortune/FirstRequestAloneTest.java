package dev.tidings.examples.fortune;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FirstRequestAloneTest {
  private static final int REQUESTS = 16;

  private final FirstRequestAlone filter = new FirstRequestAlone();

  private void ask(FilterChain chain) throws IOException, ServletException {
    filter.doFilter(unused(ServletRequest.class), unused(ServletResponse.class), chain);
  }

  private static <T> T unused(Class<T> type) {
    InvocationHandler untouched =
        (proxy, method, arguments) -> {
          throw new AssertionError(method);
        };
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, untouched));
  }

  @Test
  void nobodyGetsInBeforeTheFirstHasBeenThrough() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger insideWithTheFirst = new AtomicInteger();
    List<Thread> clients = new ArrayList<>();
    FilterChain chain =
        (request, response) -> {
          if (inside.incrementAndGet() == 1) {
            while (inside.get() == 1 && !othersWait(clients)) {
              Thread.onSpinWait();
            }
            insideWithTheFirst.set(inside.get());
          }
        };
    for (int i = 0; i < REQUESTS; i++) {
      clients.add(
          new Thread(
              () -> {
                try {
                  ask(chain);
                } catch (IOException | ServletException impossible) {
                  throw new AssertionError(impossible);
                }
              }));
    }
    clients.forEach(Thread::start);
    for (Thread client : clients) {
      client.join(SECONDS.toMillis(20));
    }

    assertThat(insideWithTheFirst).hasValue(1);
    assertThat(inside).hasValue(REQUESTS);
  }

  private static boolean othersWait(List<Thread> clients) {
    return clients.stream().filter(client -> client.getState() == Thread.State.BLOCKED).count()
        == REQUESTS - 1;
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

    AtomicInteger through = new AtomicInteger();
    ask((request, response) -> through.incrementAndGet());

    assertThat(through).hasValue(1);
  }
}
