package dev.tidings.testkit.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;

/** A dialect without a word for a state, whose connections are told how far they are. */
class ExactVoiceTest extends DialectContract {
  @Override
  protected Dialect dialect() {
    return new LineDialect() {
      @Override
      public Voice voice() {
        return new Exact();
      }
    };
  }

  @Override
  protected DialectClient client() {
    return new LineDialect.Client();
  }

  private static final class Exact implements Voice {
    @Override
    public Beginning beginning() {
      return Beginning.AT_PLACE_ONLY;
    }

    @Override
    public void opening(TaskHead task, ProgressEvent.Resync state, Words out) {
      throw new AssertionError("there is none");
    }

    @Override
    public void reached(TaskHead task, Reached reached, Words out) {
      out.message("control", ("at " + reached.sequence()).getBytes(UTF_8));
    }

    @Override
    public boolean endsInOrder() {
      return true;
    }
  }
}
