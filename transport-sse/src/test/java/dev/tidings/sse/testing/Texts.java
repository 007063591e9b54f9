package dev.tidings.sse.testing;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Tuple;

/** Any text, with more than its share of what breaks encoders. */
public final class Texts implements ArbitrarySupplier<String> {
  private static final Arbitrary<String> HARD =
      Arbitraries.of(
          "\0",
          "\r",
          "\n",
          "\r\n",
          "\n\n",
          "\n\r",
          "\u2028",
          "\u2029",
          "\u0085",
          "\uFEFF",
          " ",
          "  x",
          "data: x",
          "id: 7",
          ":",
          "\"",
          "\\",
          "</script>",
          "\uD83D\uDE4F",
          "\uD840\uDC00",
          "\uD83D",
          "\uDE4F",
          "\uDE4F\uD83D",
          "\u7C64",
          "\t",
          "\u007F",
          "\uFFFF",
          "e\u0301");

  /** Long enough to cross the buffers of a JSON generator, its hard part at any place of them. */
  private static final Arbitrary<String> LONG =
      Arbitraries.integers()
          .between(3_900, 8_100)
          .flatMap(length -> joined(4).map(hard -> "\u7C64".repeat(length) + hard + "x"));

  private static Arbitrary<String> joined(int most) {
    return HARD.list().ofMaxSize(most).map(parts -> String.join("", parts));
  }

  @Override
  public Arbitrary<String> get() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, Arbitraries.strings().all().ofMaxLength(40)),
        Tuple.of(5, joined(12)),
        Tuple.of(1, LONG));
  }
}
