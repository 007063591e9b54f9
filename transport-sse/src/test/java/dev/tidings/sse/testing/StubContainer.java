package dev.tidings.sse.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A servlet container that is ready, or not, when the test says so. Remembers what it was asked.
 */
public final class StubContainer {
  private final List<String> calls = new ArrayList<>();
  private @Nullable AsyncListener asyncListener;
  private @Nullable WriteListener writeListener;
  private @Nullable IOException fault;
  private Runnable duringWrites = () -> {};
  private boolean hasCutFilter;
  private boolean over;
  private boolean ready;
  private int readyAnswers = Integer.MAX_VALUE;

  /** The context of one request. */
  public AsyncContext context() {
    ServletResponse response =
        stub(ServletResponse.class, Map.of("getOutputStream", arguments -> new Stream()));
    return stub(
        AsyncContext.class,
        Map.of(
            "getRequest", arguments -> request(),
            "getResponse", arguments -> response,
            "setTimeout", arguments -> call("timeout " + arguments[0]),
            "complete", arguments -> over("complete"),
            "dispatch", arguments -> over("dispatch"),
            "addListener", arguments -> asyncListener = (AsyncListener) arguments[0]));
  }

  private static <T> T stub(Class<T> type, Map<String, Function<Object[], Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<Object[], Object> body = methods.get(method.getName());
              if (body == null) {
                throw new AssertionError("not stubbed: " + method);
              }
              Object result = body.apply(arguments == null ? new Object[0] : arguments);
              return method.getReturnType() == void.class ? null : result;
            }));
  }

  private Object call(String what) {
    calls.add(what);
    return what;
  }

  private ServletRequest request() {
    ServletContext application =
        stub(ServletContext.class, Map.of("getAttribute", arguments -> hasCutFilter));
    return stub(
        ServletRequest.class,
        Map.of(
            "getServletContext", arguments -> application,
            "setAttribute", arguments -> arguments));
  }

  private Object over(String what) {
    if (over) {
      throw new IllegalStateException("over already");
    }
    over = true;
    return call(what);
  }

  /** Has the application's cut filter installed. */
  public void installCutFilter() {
    hasCutFilter = true;
  }

  /** What it was asked, in order, but for whether it is ready. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Says that writing is possible from now on. */
  public void writePossible() throws IOException {
    writePossibleFor(Integer.MAX_VALUE);
  }

  /** Says that writing is possible, and answers that it is ready so many times. */
  public void writePossibleFor(int answers) throws IOException {
    ready = true;
    readyAnswers = answers;
    Optional.ofNullable(writeListener).orElseThrow().onWritePossible();
  }

  /** Runs in every write from now on, as another thread might meanwhile. */
  public void duringWrites(Runnable action) {
    duringWrites = action;
  }

  /** Has every write from now on fail. */
  public void breakDown() {
    fault = new IOException("broken, as the test asked");
  }

  /** Reports a failed write to the write listener. */
  public void reportWriteError() {
    Optional.ofNullable(writeListener).orElseThrow().onError(new IOException("reset"));
  }

  /** Reports an error of the asynchronous request. */
  public void reportAsyncError() throws IOException {
    AsyncEvent event = new AsyncEvent(context(), new IOException("reset"));
    Optional.ofNullable(asyncListener).orElseThrow().onError(event);
  }

  /** Reports a time-out of the asynchronous request. */
  public void reportTimeout() throws IOException {
    Optional.ofNullable(asyncListener).orElseThrow().onTimeout(new AsyncEvent(context()));
  }

  private final class Stream extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return ready && readyAnswers-- > 0;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      writeListener = listener;
    }

    @Override
    public void write(int single) {
      throw new AssertionError("one byte at a time");
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (fault != null) {
        throw fault;
      }
      duringWrites.run();
      calls.add("write " + new String(bytes, offset, length, UTF_8));
    }

    @Override
    public void flush() {
      calls.add("flush");
    }
  }
}
