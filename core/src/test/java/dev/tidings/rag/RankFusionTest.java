package dev.tidings.rag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RankFusionTest {
  private static Passage passage(String name) {
    return new Passage(name, "text of " + name, 1.5, Map.of("id", name), Map.of());
  }

  private static Retrieval found(@Nullable Double match, String... names) {
    return new Retrieval(Stream.of(names).map(RankFusionTest::passage).toList(), match);
  }

  private static List<String> order(Retrieval... found) {
    return RankFusion.of(List.of(found)).passages().stream().map(Passage::title).toList();
  }

  @Test
  void whatOneFoundStaysAsItIs() {
    Retrieval alone = found(0.5, "a", "b");

    assertThat(RankFusion.of(List.of(alone))).isSameAs(alone);
  }

  @Test
  void whatSeveralFoundComesBeforeWhatOneFound() {
    assertThat(order(found(null, "a", "b", "c"), found(null, "x", "c", "y")))
        .containsExactly("c", "a", "x", "b", "y");
  }

  @Test
  void ofEqualsTheOneThatWasFoundFirstIsFirst() {
    assertThat(order(found(null, "a", "b"), found(null, "c", "d"), found(null, "e", "f")))
        .containsExactly("a", "c", "e", "b", "d", "f");
  }

  @Test
  void theSamePassageStaysOnceAsItWasFoundFirst() {
    Passage better = new Passage("other title", "other text", 9.0, Map.of("id", "a"), Map.of());

    Retrieval merged =
        RankFusion.of(List.of(found(null, "a"), new Retrieval(List.of(better), null)));

    assertThat(merged.passages()).containsExactly(passage("a"));
  }

  @Test
  void withoutReferencesTitleAndTextTellPassagesApart() {
    Passage one = new Passage("t", "one", null, Map.of(), Map.of());
    Passage two = new Passage("t", "two", null, Map.of(), Map.of());
    Passage again = new Passage("t", "one", 2.0, Map.of(), Map.of());

    Retrieval merged =
        RankFusion.of(
            List.of(new Retrieval(List.of(two, one), null), new Retrieval(List.of(again), null)));

    assertThat(merged.passages()).containsExactly(one, two);
  }

  @Test
  void theMatchIsTheGreatestThereIs() {
    assertThat(RankFusion.of(List.of(found(0.2, "a"), found(null, "b"), found(0.9, "c"))).match())
        .isEqualTo(0.9);
    assertThat(RankFusion.of(List.of(found(null, "a"), found(null, "b"))).match()).isNull();
  }

  @Property
  void everyPassageIsThereOnceAndNoneIsPutBehindOneThatAllRankLower(
      @ForAll("rankings") List<List<String>> rankings) {
    Retrieval[] all =
        rankings.stream()
            .map(names -> found(null, names.toArray(String[]::new)))
            .toArray(Retrieval[]::new);

    List<String> order = order(all);

    assertThat(order).doesNotHaveDuplicates();
    assertThat(order)
        .containsExactlyInAnyOrderElementsOf(
            rankings.stream().flatMap(List::stream).distinct().toList());
    for (String one : order) {
      for (String other : order) {
        boolean everywhereBefore =
            rankings.stream().allMatch(names -> before(names, one, other))
                && rankings.stream().anyMatch(names -> names.contains(one));
        if (everywhereBefore && !one.equals(other)) {
          assertThat(order.indexOf(one)).isLessThan(order.indexOf(other));
        }
      }
    }
  }

  /** Whether a ranking that has the other has the one before it. */
  private static boolean before(List<String> names, String one, String other) {
    return !names.contains(other)
        || (names.contains(one) && names.indexOf(one) < names.indexOf(other));
  }

  @Provide
  Arbitrary<List<List<String>>> rankings() {
    return Objects.requireNonNull(
        Arbitraries.of("a", "b", "c", "d", "e", "f")
            .list()
            .uniqueElements()
            .ofMinSize(1)
            .list()
            .ofMinSize(1)
            .ofMaxSize(4));
  }
}
