package dev.tidings.openai;

import dev.tidings.Cancellation;
import dev.tidings.rag.ChatOptions;
import dev.tidings.rag.EmbeddingException;
import java.util.List;
import java.util.function.Supplier;

/** What the documentation shows. */
final class DocumentedUse {
  private DocumentedUse() {}

  static OpenAiChatModel chat(Supplier<String> vault) {
    // snippet: chat
    OpenAiChatModel model =
        OpenAiChatModel.builder()
            .provider(Provider.OPENAI)
            .apiKey(() -> vault.get()) // asked before each try; or apiKey("sk-…")
            .model("gpt-4o-mini")
            .options(ChatOptions.builder().temperature(0.7).maxOutputTokens(800).build())
            .build();
    // end of snippet
    return model;
  }

  static List<float[]> embed(String key, List<String> texts, Cancellation cancellation)
      throws EmbeddingException {
    // snippet: embed
    try (OpenAiEmbedder embedder =
        OpenAiEmbedder.builder().model("text-embedding-3-small").apiKey(key).build()) {
      return embedder.embed(
          texts, (done, total) -> System.out.println(done + " of " + total), cancellation);
    }
    // end of snippet
  }
}
