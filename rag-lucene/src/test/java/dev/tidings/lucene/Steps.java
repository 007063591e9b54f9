package dev.tidings.lucene;

import dev.tidings.rag.RetrievalListener;
import java.util.ArrayList;
import java.util.List;

/** Writes down what a retriever tells it, in order. */
class Steps implements RetrievalListener {
  private final List<String> told = new ArrayList<>();

  List<String> told() {
    return List.copyOf(told);
  }

  void add(String step) {
    told.add(step);
  }

  @Override
  public void resolving() {
    add("resolving");
  }

  @Override
  public void searching(String collection) {
    add("searching " + collection);
  }

  @Override
  public void matched(int count) {
    add("matched " + count);
  }

  @Override
  public void reading(String item) {
    add("reading " + item);
  }

  @Override
  public void found(String collection) {
    add("found " + collection);
  }
}
