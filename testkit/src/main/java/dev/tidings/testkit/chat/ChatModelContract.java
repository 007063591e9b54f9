package dev.tidings.testkit.chat;

import static dev.tidings.FailureCode.LLM_RATE_LIMITED;
import static dev.tidings.FailureCode.LLM_REJECTED;
import static dev.tidings.FailureCode.LLM_TRUNCATED;
import static dev.tidings.FailureCode.LLM_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatAttempt;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every {@link ChatModel} promises: the order of what it tells, texts as they are, failures by
 * their kind, and an end of what it asks as soon as its caller goes. A test of an implementation
 * extends this and says how a model is made that follows a script. The test's thread makes the
 * models, and what it throws fails the test. The model may be asked more than once, by several
 * threads, and does the same each time.
 */
@Timeout(60)
public abstract class ChatModelContract {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final int CALLERS = 8;

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final ManualCancellation cancellation = new ManualCancellation();
  private final RecordingChatListener listener = new RecordingChatListener();

  /** The constructor is for the test that extends this. */
  protected ChatModelContract() {}

  /**
   * A model that follows the script. It waits no longer than some milliseconds between tries, and
   * at least twenty seconds for what has fallen silent. The contract does not close it.
   */
  protected abstract ChatModel model(ChatScript script) throws Exception;

  /** A question for the model. */
  protected ChatRequest question() {
    return ChatRequest.of(
        new ChatMessage(ChatMessage.Role.SYSTEM, "You read poems."),
        new ChatMessage(ChatMessage.Role.USER, "只聽耳邊消息到?"));
  }

  /** How a call ended that was stopped. */
  private record Stopped(Throwable thrown, boolean interrupted) {}

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
    assertThat(failure.getMessage()).as("what is told to operators").isNotBlank();
    assertThat(cancellation.registrations()).isZero();
    return failure;
  }

  /** Asks on a thread of its own for what falls silent after these pieces; returns once it has. */
  private Future<Stopped> askWhatStalls(
      CountDownLatch left, Cancellation cancelledBy, String... pieces) throws Exception {
    ChatModel model = model(ChatScript.stalling(left::countDown, pieces));
    CountDownLatch silent = new CountDownLatch(1 + pieces.length);
    RecordingChatListener listening =
        new RecordingChatListener()
            .onSent(silent::countDown)
            .onContent(piece -> silent.countDown());
    Future<Stopped> stopped =
        callers.submit(
            () -> {
              Throwable thrown =
                  catchThrowable(() -> model.stream(question(), listening, cancelledBy));
              return new Stopped(thrown, Thread.currentThread().isInterrupted());
            });
    assertThat(silent.await(10, TimeUnit.SECONDS))
        .as("the prompt is told, and the pieces")
        .isTrue();
    return stopped;
  }

  private static void assertThatItWasLeft(CountDownLatch left) throws InterruptedException {
    assertThat(left.await(10, TimeUnit.SECONDS)).as("what was asked sees its caller go").isTrue();
  }

  @Test
  void tellsThePromptThenThePiecesThenTheReason() throws Exception {
    ChatCompletion completion = ask(model(ChatScript.answering("根據", " the poem", "\n🐉")));

    assertThat(listener.calls())
        .containsExactly(
            "sent", "content 根據", "content  the poem", "content \n🐉", "finished stop");
    assertThat(completion.finishReason()).isEqualTo("stop");
    assertThat(completion.cut()).isFalse();
    assertThat(completion.model()).isNotBlank();
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
  void triesAgainOnlyBeforeContentAndCountsItsTries() throws Exception {
    failure(ChatScript.breakingOff());
    List<Integer> numbers = listener.attempts().stream().map(ChatAttempt::number).toList();
    assertThat(numbers)
        .isEqualTo(IntStream.range(2, 2 + numbers.size()).boxed().toList())
        .allMatch(number -> number <= listener.attempts().get(0).of());

    failure(ChatScript.breakingOff("half"));
    assertThat(listener.attempts()).as("none after content").hasSameSizeAs(numbers);
  }

  @Test
  void saysHowItWasRefused() throws Exception {
    for (FailureCode code : List.of(LLM_REJECTED, LLM_RATE_LIMITED, LLM_UNAVAILABLE)) {
      assertThat(failure(ChatScript.refusing(code)).code()).isEqualTo(code);
    }
    assertThat(listener.text()).isEmpty();
    assertThat(listener.calls()).doesNotContain("finished stop");
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
    RecordingChatListener cancelling =
        new RecordingChatListener().onContent(piece -> cancellation.request());

    assertThatThrownBy(() -> model.stream(question(), cancelling, cancellation))
        .isInstanceOf(TaskCancelledException.class);
    assertThat(cancelling.calls()).containsExactly("sent", "content x");
  }

  @Test
  void leavesWhatItAsksAtOnceWhenItIsCancelledBeforeTheFirstByte() throws Exception {
    leavesWhenItIsCancelled();
  }

  @Test
  void leavesWhatItAsksAtOnceWhenItIsCancelledInSilence() throws Exception {
    leavesWhenItIsCancelled("x");
  }

  private void leavesWhenItIsCancelled(String... pieces) throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    Future<Stopped> stopped = askWhatStalls(left, cancellation, pieces);

    cancellation.request();

    assertThat(stopped.get(SOON.toMillis(), TimeUnit.MILLISECONDS).thrown())
        .isInstanceOf(TaskCancelledException.class);
    assertThatItWasLeft(left);
    assertThat(cancellation.registrations()).isZero();
  }

  @Test
  void leavesWithinASecondWhenItsThreadIsInterruptedBeforeTheFirstByte() throws Exception {
    leavesWhenItsThreadIsInterrupted();
  }

  @Test
  void leavesWithinASecondWhenItsThreadIsInterruptedInSilence() throws Exception {
    leavesWhenItsThreadIsInterrupted("x");
  }

  private void leavesWhenItsThreadIsInterrupted(String... pieces) throws Exception {
    CountDownLatch left = new CountDownLatch(1);
    Future<Stopped> stopped = askWhatStalls(left, Cancellation.none(), pieces);

    callers.shutdownNow();

    Stopped end = stopped.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(end.thrown()).isInstanceOf(ChatModelException.class);
    assertThat(end.interrupted()).as("the flag stays").isTrue();
    assertThatItWasLeft(left);
  }

  @Test
  void letsOutWhatTheListenerThrows() throws Exception {
    ChatModel model = model(ChatScript.answering("x", "y"));
    IllegalStateException fault = new IllegalStateException("the listener's own");
    RecordingChatListener failing =
        new RecordingChatListener()
            .onContent(
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
