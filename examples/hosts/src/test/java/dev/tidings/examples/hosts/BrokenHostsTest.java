package dev.tidings.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidings.ProgressHub;
import dev.tidings.sse.OutputStreamSink;
import dev.tidings.sse.SseResponse;
import dev.tidings.sse.SseTransport;
import dev.tidings.stream.StreamAnswer;
import dev.tidings.stream.StreamRequest;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** What the contract of streams finds in hosts. */
class BrokenHostsTest {
  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(ForgetsHeaders.class, "headersRetryAndFirstEventLeaveBeforeAnyWork"),
        Arguments.of(LosesTheLastId.class, "fromEveryIdExactlyWhatFollowsItIsTold"),
        Arguments.of(LosesTheLastId.class, "whoHasTheEndIsToldThatThereIsNothingMore"),
        Arguments.of(
            AnswersWithAnError.class,
            "aTaskThatIsNotThereIsUnknownToWhoComesAndLostToWhoComesBack"),
        Arguments.of(IsNotInUtf8.class, "noTextIsAltered"),
        Arguments.of(LosesPings.class, "aSilentStreamIsPingedWithoutAnId"),
        Arguments.of(BreaksAtTheEnd.class, "theWholeStoryEndsOnceAndTheResponseInOrderBehindIt"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachIsFound(Class<?> broken, String method) {
    assertThat(
            EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(broken, method))
                .execute()
                .testEvents()
                .failed()
                .count())
        .isEqualTo(1);
  }

  /** The JDK's server once more; each fault is in one of its methods. */
  abstract static class Broken extends HostStreams {
    @Override
    RunningHost start(ProgressHub tasks, SseTransport streams) throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(executor);
      server.createContext("/questions/", exchange -> watch(exchange, streams));
      server.start();
      int port = server.getAddress().getPort();
      return new RunningHost(
          URI.create("http://127.0.0.1:" + port + "/questions"), () -> server.stop(0));
    }

    private void watch(HttpExchange exchange, SseTransport streams) throws IOException {
      String path = exchange.getRequestURI().getPath();
      SseResponse answer =
          streams.respond(
              StreamRequest.forTask(path.substring(path.lastIndexOf('/') + 1))
                  .lastEventId(lastEventId(exchange)));
      setHeaders(exchange, answer);
      if (answer.kind() == StreamAnswer.Kind.STREAM) {
        exchange.sendResponseHeaders(answer.status(), 0);
        answer.stream(
            OutputStreamSink.unbreakable(body(exchange), () -> executor.execute(exchange::close)));
      } else {
        exchange.sendResponseHeaders(status(answer), -1);
        exchange.close();
      }
    }

    @Nullable String lastEventId(HttpExchange exchange) {
      return exchange.getRequestHeaders().getFirst("Last-Event-ID");
    }

    void setHeaders(HttpExchange exchange, SseResponse answer) {
      answer.headers().forEach(exchange.getResponseHeaders()::set);
    }

    int status(SseResponse answer) {
      return answer.status();
    }

    OutputStream body(HttpExchange exchange) {
      return exchange.getResponseBody();
    }
  }

  static class ForgetsHeaders extends Broken {
    @Override
    void setHeaders(HttpExchange exchange, SseResponse answer) {
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream;charset=utf-8");
    }
  }

  static class LosesTheLastId extends Broken {
    @Override
    @Nullable String lastEventId(HttpExchange exchange) {
      return null;
    }
  }

  static class AnswersWithAnError extends Broken {
    @Override
    int status(SseResponse answer) {
      return 500;
    }
  }

  static class IsNotInUtf8 extends Broken {
    @Override
    OutputStream body(HttpExchange exchange) {
      return new FilterOutputStream(exchange.getResponseBody()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
          out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
      };
    }
  }

  static class LosesPings extends Broken {
    @Override
    OutputStream body(HttpExchange exchange) {
      return new FilterOutputStream(exchange.getResponseBody()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
          if (!text.contains("enhanced_ping")) {
            out.write(bytes, offset, length);
          }
        }
      };
    }
  }

  static class BreaksAtTheEnd extends Broken {
    @Override
    OutputStream body(HttpExchange exchange) {
      return new FilterOutputStream(exchange.getResponseBody()) {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
          String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
          int end = text.indexOf("enhanced_complete");
          out.write(bytes, offset, end < 0 ? length : length / 2);
        }
      };
    }
  }
}
