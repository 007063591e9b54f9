package dev.tidings.testkit.chat;

import dev.tidings.rag.ChatModel;

/** The contract can be kept by a model without any endpoint. */
class ScriptedModelTest extends ChatModelContract {
  @Override
  protected ChatModel model(ChatScript script) {
    return new ScriptedModel(script);
  }
}
