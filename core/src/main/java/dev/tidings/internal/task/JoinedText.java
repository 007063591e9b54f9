package dev.tidings.internal.task;

import dev.tidings.ProgressEvent.Text;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answer so far, as the pieces that the log holds; they are joined when somebody asks, outside
 * any lock. Thread-safe: threads that ask at once may join it twice.
 */
final class JoinedText implements Supplier<String> {
  private final Text[] pieces;
  private volatile @Nullable String joined;

  JoinedText(Text[] pieces) {
    this.pieces = pieces;
  }

  @Override
  public String get() {
    String known = joined;
    if (known == null) {
      known = join();
      joined = known;
    }
    return known;
  }

  private String join() {
    int length = 0;
    for (Text piece : pieces) {
      length += piece.text().length();
    }
    StringBuilder all = new StringBuilder(length);
    for (Text piece : pieces) {
      all.append(piece.text());
    }
    return all.toString();
  }
}
