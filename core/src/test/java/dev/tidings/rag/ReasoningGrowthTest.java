package dev.tidings.rag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ReasoningGrowthTest {
  private final ReasoningGrowth growth = new ReasoningGrowth();

  @Test
  void theFirstPieceIsToldAndThenEveryFewHundredUnits() {
    List<Integer> told = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      if (growth.grow(1)) {
        told.add(growth.length());
      }
    }

    assertThat(told).containsExactly(1, 201, 401, 601, 801);
  }

  @Test
  void aLongThoughtIsToldByItsEighths() {
    int told = 0;
    for (int i = 0; i < 1_000_000; i++) {
      told += growth.grow(1) ? 1 : 0;
    }

    assertThat(told).isEqualTo(63);
  }

  @Test
  void aThoughtThatIsKeptHiddenIsToldOnce() {
    assertThat(growth.grow(0)).isTrue();
    assertThat(growth.grow(0)).isFalse();
    assertThat(growth.grow(0)).isFalse();
  }

  @Test
  void lengthsBeyondAnIntegerStayAtTheGreatest() {
    assertThat(growth.grow(Integer.MAX_VALUE)).isTrue();
    assertThat(growth.grow(Integer.MAX_VALUE)).isFalse();
    assertThat(growth.length()).isEqualTo(Integer.MAX_VALUE);
  }

  @Property
  void whatIsToldAlwaysGrows(@ForAll @Size(max = 200) List<@IntRange(max = 5000) Integer> pieces) {
    ReasoningGrowth any = new ReasoningGrowth();
    int before = -1;
    for (int piece : pieces) {
      if (any.grow(piece)) {
        assertThat(any.length()).isGreaterThan(before);
        before = any.length();
      }
    }
  }
}
