package dev.tidings.examples.fortune;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class PhrasesTest {
  @Test
  void cutsAfterClausesAndKeepsMarksWithThem() {
    assertThat(Phrases.of("詩云：「新來換得好規模，何用隨他步與趨。」且慢。"))
        .containsExactly("詩云：", "「新來換得好規模，", "何用隨他步與趨。」", "且慢。");
    assertThat(Phrases.of("In your work the wind is with you, friend."))
        .containsExactly("In your work the ", "wind is with you, ", "friend.");
  }

  @Test
  void cutsALongRunWithoutMarks() {
    assertThat(Phrases.of("一二三四五六七八九十")).containsExactly("一二三四五六七八", "九十");
    assertThat(Phrases.of("x".repeat(40))).containsExactly("x".repeat(32), "x".repeat(8));
  }

  @Property
  void losesNothing(@ForAll String text) {
    List<String> pieces = Phrases.of(text);

    assertThat(String.join("", pieces)).isEqualTo(text);
    assertThat(pieces).doesNotContain("");
    for (int i = 0; i + 1 < pieces.size(); i++) {
      String piece = pieces.get(i);
      boolean splitsPair =
          Character.isHighSurrogate(piece.charAt(piece.length() - 1))
              && Character.isLowSurrogate(pieces.get(i + 1).charAt(0));
      assertThat(splitsPair).isFalse();
    }
  }
}
