package dev.tidings.testkit.chat;

import static dev.tidings.FailureCode.LLM_RATE_LIMITED;
import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.Cancellation;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatMessage;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What {@link ChatModel} promises. A test of an implementation extends this and says how a model is
 * made that follows a script. The model may be asked more than once, by several threads, and does
 * the same each time.
 */
@Timeout(60)
public abstract class ChatModelContract {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int CALLERS = 8;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final ManualCancellation cancellation = new ManualCancellation();
  private final RecordingChatListener listener = new RecordingChatListener();

  /** For the test that extends this. */
  protected ChatModelContract() {}

  /**
   * A model that follows the script. It waits no longer than some milliseconds between tries, and
   * at least ten seconds for a model that has fallen silent. The contract does not close it.
   */
  protected abstract ChatModel model(ChatScript script) throws Exception;

  /** A question for the model. */
  protected ChatRequest question() {
    return ChatRequest.of(
        new ChatMessage(ChatMessage.Role.SYSTEM, "You read poems."),
        new ChatMessage(ChatMessage.Role.USER, "只聽耳邊消息到?"));
  }

  @AfterEach
  final void stopCallers() {
    callers.shutdownNow();
  }

  private ChatCompletion ask(ChatModel model) throws ChatModelException {
    return model.stream(question(), listener, cancellation);
  }

  private ChatModelException failure(ChatScript script) throws Exception {
    ChatModel model = model(script);
    ChatModelException failure = catchThrowableOfType(ChatModelException.class, () -> ask(model));
    assertThat(failure).as("the model fails").isNotNull();
    return failure;
  }

  @Test
  void tellsThePromptThenThePiecesThenTheReason() throws Exception {
    ChatCompletion completion = ask(model(ChatScript.answering("根據", " the poem", "\n🐉")));

    assertThat(listener.calls())
        .containsExactly(
            "sent", "content 根據", "content  the poem", "content \n🐉", "finished stop");
    assertThat(completion.finishReason()).isEqualTo("stop");
  }

  @Test
  void altersNoText() throws Exception {
    String[] pieces = {" ", "\n", "\r\n", "\t", "\u2028", "\"", "\\", "é", "\u0001", "data: x"};

    ask(model(ChatScript.answering(pieces)));

    assertThat(listener.text()).isEqualTo(String.join("", pieces));
  }

  @Test
  void passesTheReasonOnInItsOwnWord() throws Exception {
    ChatScript cut = new ChatScript(List.of("half"), new ChatScript.Finishes("length"));

    ChatCompletion completion = ask(model(cut));

    assertThat(listener.calls()).containsExactly("sent", "content half", "finished length");
    assertThat(completion.finishReason()).isEqualTo("length");
    assertThat(completion.cut()).isTrue();
  }

  @Test
  void isTruncatedWhenItBreaksOffAfterContent() throws Exception {
    assertThat(failure(ChatScript.breakingOff("half")).code()).isEqualTo(LLM_TRUNCATED);
    assertThat(listener.calls()).containsExactly("sent", "content half");
  }

  @Test
  void isUnavailableWhenItBreaksOffBeforeContent() throws Exception {
    assertThat(failure(ChatScript.breakingOff()).code()).isEqualTo(LLM_UNAVAILABLE);
    assertThat(listener.calls()).doesNotContain("finished stop").hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void saysHowItWasRefused() throws Exception {
    assertThat(failure(ChatScript.refusing(LLM_REJECTED)).code()).isEqualTo(LLM_REJECTED);
    assertThat(failure(ChatScript.refusing(LLM_RATE_LIMITED)).code()).isEqualTo(LLM_RATE_LIMITED);
    assertThat(listener.text()).isEmpty();
  }

  @Test
  void doesNothingWhenItIsCancelledBeforehand() throws Exception {
    ChatModel model = model(ChatScript.answering("x"));
    cancellation.request();

    assertThatThrownBy(() -> ask(model)).isInstanceOf(TaskCancelledException.class);
    assertThat(listener.text()).isEmpty();
    assertThat(cancellation.registrations()).isZero();
  }

  @Test
  void deliversNothingMoreOnceItIsCancelled() throws Exception {
    ChatModel model = model(ChatScript.answering("x", "y", "z"));
    RecordingChatListener cancelling = new RecordingChatListener(piece -> cancellation.request());

    assertThatThrownBy(() -> model.stream(question(), cancelling, cancellation))
        .isInstanceOf(TaskCancelledException.class);
    assertThat(cancelling.calls()).containsExactly("sent", "content x");
  }

  @Test
  void stopsAtOnceWhenItIsCancelledInSilence() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    ChatModel model = model(ChatScript.stalling("x"));
    RecordingChatListener listening = new RecordingChatListener(piece -> written.countDown());
    Future<?> answer =
        callers.submit(
            () ->
                assertThatThrownBy(() -> model.stream(question(), listening, cancellation))
                    .isInstanceOf(TaskCancelledException.class));
    assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();

    cancellation.request();

    answer.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(cancellation.registrations()).isZero();
  }

  @Test
  void stopsWithinASecondWhenItsThreadIsInterruptedInSilence() throws Exception {
    CountDownLatch written = new CountDownLatch(1);
    ChatModel model = model(ChatScript.stalling("x"));
    RecordingChatListener listening = new RecordingChatListener(piece -> written.countDown());
    Future<Boolean> answer =
        callers.submit(
            () -> {
              assertThatThrownBy(() -> model.stream(question(), listening, Cancellation.none()))
                  .isInstanceOf(ChatModelException.class);
              return Thread.currentThread().isInterrupted();
            });
    assertThat(written.await(10, TimeUnit.SECONDS)).isTrue();

    callers.shutdownNow();

    assertThat(answer.get(SOON.toMillis(), TimeUnit.MILLISECONDS)).as("the flag stays").isTrue();
  }

  @Test
  void letsOutWhatTheListenerThrows() throws Exception {
    ChatModel model = model(ChatScript.answering("x", "y"));
    IllegalStateException fault = new IllegalStateException("the listener's own");
    RecordingChatListener failing =
        new RecordingChatListener(
            piece -> {
              throw fault;
            });

    assertThatThrownBy(() -> model.stream(question(), failing, cancellation)).isSameAs(fault);
    assertThat(cancellation.registrations()).isZero();
  }

  @Test
  void keepsAnswersOfSeveralCallersApart() throws Exception {
    ChatModel model = model(ChatScript.answering("根", "據", "詩"));
    List<Future<List<String>>> answers = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      answers.add(
          callers.submit(
              () -> {
                RecordingChatListener own = new RecordingChatListener();
                model.stream(question(), own, Cancellation.none());
                return own.calls();
              }));
    }

    for (Future<List<String>> answer : answers) {
      assertThat(answer.get(10, TimeUnit.SECONDS))
          .containsExactly("sent", "content 根", "content 據", "content 詩", "finished stop");
    }
  }

  @Test
  void leavesNothingRegistered() throws Exception {
    ask(model(ChatScript.answering("x")));

    assertThat(cancellation.registrations()).isZero();
  }
}
