package dev.tidings.testkit.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.Registration;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.ChatModelException;
import dev.tidings.testkit.Findings;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the contract of chat models finds. */
class BrokenModelsTest {
  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(ForgetsThePrompt.class, "tellsThePromptThenThePiecesThenTheReason"),
        Arguments.of(Trims.class, "altersNoText"),
        Arguments.of(TakesABreakForAnEnd.class, "isTruncatedWhenItBreaksOffAfterContent"),
        Arguments.of(CallsEveryFailureTheSame.class, "saysHowItWasRefused"),
        Arguments.of(
            CannotBeCancelled.class, "leavesWhatItAsksAtOnceWhenItIsCancelledBeforeTheFirstByte"),
        Arguments.of(CannotBeCancelled.class, "doesNothingWhenItIsCancelledBeforehand"),
        Arguments.of(StaysRegistered.class, "leavesNothingRegistered"),
        Arguments.of(HidesFaultsOfListeners.class, "letsOutWhatTheListenerThrows"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachIsFound(Class<?> broken, String method) {
    assertThat(Findings.finds(broken, method)).isTrue();
  }

  abstract static class Broken extends ChatModelContract {
    private final UnaryOperator<ChatModel> fault;

    Broken(UnaryOperator<ChatModel> fault) {
      this.fault = fault;
    }

    @Override
    protected ChatModel model(ChatScript script) {
      return fault.apply(new ScriptedModel(script));
    }
  }

  /** Passes everything on. */
  private static class Passing implements ChatListener {
    private final ChatListener listener;

    Passing(ChatListener listener) {
      this.listener = listener;
    }

    @Override
    public void sent() {
      listener.sent();
    }

    @Override
    public void content(String text) {
      listener.content(text);
    }

    @Override
    public void finished(String finishReason) {
      listener.finished(finishReason);
    }
  }

  static class ForgetsThePrompt extends Broken {
    ForgetsThePrompt() {
      super(
          model ->
              (request, listener, cancellation) ->
                  model.stream(
                      request,
                      new Passing(listener) {
                        @Override
                        public void sent() {}
                      },
                      cancellation));
    }
  }

  static class Trims extends Broken {
    Trims() {
      super(
          model ->
              (request, listener, cancellation) ->
                  model.stream(
                      request,
                      new Passing(listener) {
                        @Override
                        public void content(String text) {
                          super.content(text.strip());
                        }
                      },
                      cancellation));
    }
  }

  static class TakesABreakForAnEnd extends Broken {
    TakesABreakForAnEnd() {
      super(
          model ->
              (request, listener, cancellation) -> {
                try {
                  return model.stream(request, listener, cancellation);
                } catch (ChatModelException broken) {
                  listener.finished("stop");
                  return new ChatCompletion("scripted", "stop", null, null);
                }
              });
    }
  }

  static class CallsEveryFailureTheSame extends Broken {
    CallsEveryFailureTheSame() {
      super(
          model ->
              (request, listener, cancellation) -> {
                try {
                  return model.stream(request, listener, cancellation);
                } catch (ChatModelException failure) {
                  throw new ChatModelException(
                      FailureCode.LLM_UNAVAILABLE, "it failed", null, failure);
                }
              });
    }
  }

  static class CannotBeCancelled extends Broken {
    CannotBeCancelled() {
      super(
          model ->
              (request, listener, cancellation) ->
                  model.stream(request, listener, Cancellation.none()));
    }
  }

  static class StaysRegistered extends Broken {
    StaysRegistered() {
      super(
          model ->
              (request, listener, cancellation) -> {
                Registration unused = cancellation.onRequested(() -> {});
                return model.stream(request, listener, cancellation);
              });
    }
  }

  static class HidesFaultsOfListeners extends Broken {
    HidesFaultsOfListeners() {
      super(
          model ->
              (request, listener, cancellation) ->
                  model.stream(
                      request,
                      new Passing(listener) {
                        @Override
                        public void content(String text) {
                          try {
                            super.content(text);
                          } catch (RuntimeException fault) {
                            // As if nothing had happened.
                          }
                        }
                      },
                      cancellation));
    }
  }
}
