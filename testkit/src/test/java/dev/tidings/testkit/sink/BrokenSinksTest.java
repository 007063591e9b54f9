package dev.tidings.testkit.sink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.testkit.Findings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract of sinks finds. */
class BrokenSinksTest {
  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(HoldsBack.class, "aWriteIsReadBeforeTheNextIsWritten"),
        Arguments.of(
            WritesTheWholeArray.class, "onlyWhatTheBufferHasLeftIsWrittenAndNothingInItIsChanged"),
        Arguments.of(NeverEnds.class, "writesArriveInTheirOrderAndTheResponseEndsInOrderAfterThem"),
        Arguments.of(CutsInOrder.class, "abortIsABrokenEndToAClientThatWaits"),
        Arguments.of(CutsNothing.class, "abortIsABrokenEndToAClientThatDoesNotRead"),
        Arguments.of(SeesNobodyLeave.class, "aClientThatLeftIsNoticedAtTheLatestByAWrite"),
        Arguments.of(
            BlocksInSecret.class,
            "aWriteReturnsThoughTheClientDoesNotReadUnlessTheSinkSaysThatItBlocks"),
        Arguments.of(SaysThatItCannotBreak.class, "itSaysWhetherItBreaks"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachIsFound(Class<?> broken, String method) {
    assertThat(Findings.finds(broken, method)).isTrue();
  }

  abstract static class Broken extends SinkContract {
    private final SocketServer.SinkFactory sinks;

    Broken(SocketServer.SinkFactory sinks) {
      this.sinks = sinks;
    }

    @Override
    protected SinkServer start() throws IOException {
      return new SocketServer(sinks);
    }

    @Override
    protected Duration patience() {
      return Duration.ofSeconds(1);
    }
  }

  static class HoldsBack extends Broken {
    HoldsBack() {
      super(
          (body, cut) ->
              new StreamSink(body, cut) {
                private final ByteArrayOutputStream held = new ByteArrayOutputStream();

                @Override
                public void write(ByteBuffer bytes) throws IOException {
                  held.writeTo(body);
                  held.reset();
                  held.write(bytes.array(), bytes.arrayOffset(), bytes.limit());
                }
              });
    }
  }

  static class WritesTheWholeArray extends Broken {
    WritesTheWholeArray() {
      super(
          (body, cut) ->
              new StreamSink(body, cut) {
                @Override
                public void write(ByteBuffer bytes) throws IOException {
                  body.write(bytes.array(), bytes.arrayOffset(), bytes.capacity());
                }
              });
    }
  }

  static class NeverEnds extends Broken {
    NeverEnds() {
      super(
          (body, cut) ->
              new StreamSink(body, cut) {
                @Override
                public void end() {}
              });
    }
  }

  static class CutsInOrder extends Broken {
    CutsInOrder() {
      super(
          (body, cut) ->
              new StreamSink(body, cut) {
                @Override
                public void abort() {
                  end();
                }
              });
    }
  }

  static class CutsNothing extends Broken {
    CutsNothing() {
      super((body, cut) -> new StreamSink(body, () -> {}));
    }
  }

  static class SeesNobodyLeave extends Broken {
    SeesNobodyLeave() {
      super((body, cut) -> new StreamSink(new Deaf(body), cut));
    }

    private static final class Deaf extends OutputStream {
      private final OutputStream body;

      Deaf(OutputStream body) {
        this.body = body;
      }

      @Override
      public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) {
        try {
          body.write(bytes, offset, length);
        } catch (IOException gone) {
          // As if nothing had happened.
        }
      }
    }
  }

  static class BlocksInSecret extends Broken {
    BlocksInSecret() {
      super(
          (body, cut) ->
              new StreamSink(body, cut) {
                @Override
                public boolean blocking() {
                  return false;
                }
              });
    }
  }

  static class SaysThatItCannotBreak extends Broken {
    SaysThatItCannotBreak() {
      super(
          (body, cut) ->
              new StreamSink(body, cut) {
                @Override
                public boolean breaks() {
                  return false;
                }
              });
    }
  }
}
