package dev.tidings.testkit.chat;

import dev.tidings.Cancellation;
import dev.tidings.FailureCode;
import dev.tidings.Registration;
import dev.tidings.TaskCancelledException;
import dev.tidings.rag.ChatCompletion;
import dev.tidings.rag.ChatListener;
import dev.tidings.rag.ChatModel;
import dev.tidings.rag.ChatModelException;
import dev.tidings.rag.ChatRequest;
import java.util.concurrent.CountDownLatch;

/** A model in memory that follows a script. */
record ScriptedModel(ChatScript script) implements ChatModel {
  @Override
  public ChatCompletion stream(
      ChatRequest request, ChatListener listener, Cancellation cancellation)
      throws ChatModelException {
    cancellation.check();
    try {
      return follow(listener, cancellation);
    } finally {
      if (script.ending() instanceof ChatScript.Stalls stalls) {
        stalls.left().run();
      }
    }
  }

  private ChatCompletion follow(ChatListener listener, Cancellation cancellation)
      throws ChatModelException {
    listener.sent();
    for (String piece : script.pieces()) {
      listener.content(piece);
      cancellation.check();
    }
    ChatScript.Ending ending = script.ending();
    if (ending instanceof ChatScript.Finishes finishes) {
      listener.finished(finishes.reason());
      return new ChatCompletion("scripted", finishes.reason(), null, null);
    }
    if (ending instanceof ChatScript.Refuses refuses) {
      throw failure(refuses.code());
    }
    FailureCode broken =
        script.pieces().isEmpty() ? FailureCode.LLM_UNAVAILABLE : FailureCode.LLM_TRUNCATED;
    if (ending instanceof ChatScript.Stalls) {
      stall(cancellation);
    }
    throw failure(broken);
  }

  /** Until the cancellation or an interrupt. */
  private static void stall(Cancellation cancellation) {
    CountDownLatch cancelled = new CountDownLatch(1);
    Registration registration = cancellation.onRequested(cancelled::countDown);
    try {
      cancelled.await();
      throw new TaskCancelledException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      registration.close();
    }
  }

  private static ChatModelException failure(FailureCode code) {
    return new ChatModelException(code, "as scripted", null, null);
  }
}
