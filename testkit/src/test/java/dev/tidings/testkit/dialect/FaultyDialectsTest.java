package dev.tidings.testkit.dialect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidings.ProgressEvent;
import dev.tidings.TaskHead;
import dev.tidings.TaskView;
import dev.tidings.stream.Dialect;
import dev.tidings.stream.Voice;
import dev.tidings.stream.Words;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The contract finds what is wrong with a dialect. */
class FaultyDialectsTest {
  /** The contract of a faulty dialect; JUnit does not run it by itself. */
  private static final class Judged extends DialectContract {
    private final Supplier<Dialect> dialects;

    Judged(Supplier<Dialect> dialects) {
      this.dialects = dialects;
    }

    @Override
    protected Dialect dialect() {
      return dialects.get();
    }

    @Override
    protected DialectClient client() {
      return new LineDialect.Client();
    }
  }

  private static void refuted(DialectContract contract, ThrowingCallable promise) {
    try {
      assertThatThrownBy(promise).isInstanceOf(AssertionError.class);
    } finally {
      contract.close();
    }
  }

  @Test
  void aTextThatLosesItsSpaces() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  @Override
                  public void say(TaskHead task, ProgressEvent event, Words out) {
                    if (event instanceof ProgressEvent.Text text) {
                      put(out, "text", text.text().strip());
                    } else {
                      super.say(task, event, out);
                    }
                  }
                });

    refuted(judged, judged::everyTextComesOutAsItWentIn);
  }

  @Test
  void anAnswerThatIsNotToldBecauseItWasNotStreamed() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  @Override
                  public void say(TaskHead task, ProgressEvent event, Words out) {
                    if (event.terminal()) {
                      put(out, "end", "");
                    } else {
                      super.say(task, event, out);
                    }
                  }
                });

    refuted(judged, judged::anAnswerThatWasNotStreamedIsToldWholeAtTheEnd);
  }

  @Test
  void anEndThatIsNotTold() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  @Override
                  public void say(TaskHead task, ProgressEvent event, Words out) {
                    if (!(event instanceof ProgressEvent.Failed)) {
                      super.say(task, event, out);
                    }
                  }
                });

    refuted(judged, judged::thereIsOneEndAndNothingFollowsIt);
  }

  @Test
  void aDialectThatRemembers() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  private boolean begun;

                  @Override
                  public void say(TaskHead task, ProgressEvent event, Words out) {
                    if (event instanceof ProgressEvent.Text && !begun) {
                      begun = true;
                      put(out, "begin", "");
                    }
                    super.say(task, event, out);
                  }
                });

    refuted(judged, judged::whatIsSaidOfAnEventIsTheSameWheneverAndByWhomeverItIsSaid);
  }

  @Test
  void aDialectThatLooksAtWhatTheTaskIsNow() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  @Override
                  public void say(TaskHead task, ProgressEvent event, Words out) {
                    put(out, "now", ((TaskView) task).stage().name());
                    super.say(task, event, out);
                  }
                });

    refuted(judged, judged::readersOfOneNameAreToldTheSameBytes);
  }

  @Test
  void aTextThoughTheDialectTellsNone() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  @Override
                  public boolean tellsText() {
                    return false;
                  }
                });

    refuted(judged, judged::aDialectThatTellsNoTextSaysNothingOfIt);
    Judged again = new Judged(judged.dialects);
    refuted(again, again::everyClientHasTheWholeAnswerHoweverItCameAndWhateverItWasSpared);
  }

  @Test
  void anOpeningWithoutTheText() {
    Supplier<Dialect> forgetful =
        () ->
            new LineDialect() {
              @Override
              public Voice voice() {
                return (task, state, out) -> put(out, "task", task.task().id());
              }
            };
    Judged judged = new Judged(forgetful);

    refuted(judged, judged::aPlaceThatIsNotKnownBeginsWithTheState);
    Judged again = new Judged(forgetful);
    refuted(again, again::everyClientHasTheWholeAnswerHoweverItCameAndWhateverItWasSpared);
  }

  @Test
  void anOpeningThatAddsToWhatTheClientHas() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  @Override
                  public Voice voice() {
                    return (task, state, out) -> put(out, "text", state.snapshot().text());
                  }
                });

    refuted(judged, judged::everyClientHasTheWholeAnswerHoweverItCameAndWhateverItWasSpared);
  }

  @Test
  void aNameThatNoMetricBears() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  @Override
                  public String name() {
                    return "Lines of \"mine\"";
                  }
                });

    refuted(judged, judged::itNamesWhatMetricsAndHeadersCanBear);
  }

  @Test
  void aDialectThatThrows() {
    Judged judged =
        new Judged(
            () ->
                new LineDialect() {
                  @Override
                  public void say(TaskHead task, ProgressEvent event, Words out) {
                    if (event instanceof ProgressEvent.Text text
                        && text.text().contains("\uDE4F")) {
                      throw new IllegalArgumentException("half a pair");
                    }
                    super.say(task, event, out);
                  }
                });

    refuted(judged, judged::aTextThatIsNoUnicodeEndsNoStream);
  }
}
