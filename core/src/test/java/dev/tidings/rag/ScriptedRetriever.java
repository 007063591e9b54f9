package dev.tidings.rag;

import dev.tidings.Cancellation;
import java.util.List;
import java.util.Map;

/** Finds one poem, telling every step, or does what a test has it do instead. */
final class ScriptedRetriever implements Retriever {
  static final Passage POEM =
      new Passage("第 40 籤", "只聽耳邊消息到", null, Map.of("deity_id", "guan_yu"), Map.of());

  private final Double match;

  ScriptedRetriever(Double match) {
    this.match = match;
  }

  @Override
  public Retrieval retrieve(RagQuery query, RetrievalListener listener, Cancellation cancellation) {
    listener.resolving();
    listener.searching("GuanYu");
    listener.reading("40");
    listener.found("GuanYu");
    return new Retrieval(List.of(POEM), match);
  }
}
