package dev.tidings.rag;

import dev.tidings.Cancellation;
import dev.tidings.TokenUsage;
import java.util.ArrayList;
import java.util.List;

/** Writes the pieces it is given, and keeps what it was asked. */
final class ScriptedModel implements ChatModel {
  static final ChatCompletion STOP =
      new ChatCompletion("scripted-1", "stop", new TokenUsage(10, 20, 30), 0.8);

  final List<ChatRequest> requests = new ArrayList<>();
  private final List<String> pieces;
  private final ChatCompletion completion;

  ScriptedModel(String... pieces) {
    this(STOP, pieces);
  }

  ScriptedModel(ChatCompletion completion, String... pieces) {
    this.pieces = List.of(pieces);
    this.completion = completion;
  }

  @Override
  public ChatCompletion stream(
      ChatRequest request, ChatListener listener, Cancellation cancellation) {
    requests.add(request);
    listener.sent();
    pieces.forEach(listener::content);
    listener.finished(completion.finishReason());
    return completion;
  }
}
