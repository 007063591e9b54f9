package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

class PoemIndexPropertiesTest {
  private static final PoemIndex INDEX = open();

  @AfterContainer
  static void close() {
    INDEX.close();
  }

  private static PoemIndex open() {
    try {
      return PoemIndex.inMemory(PoemCorpus.embedded());
    } catch (PoemCorpusException e) {
      throw new AssertionError(e);
    }
  }

  @Property
  void anyTextIsAQuery(
      @ForAll("texts") String text, @ForAll @IntRange(min = 1, max = 50) int limit) {
    List<ScoredPoem> found = INDEX.search(text, limit);

    assertThat(found)
        .hasSizeLessThanOrEqualTo(limit)
        .isSortedAccordingTo(Comparator.comparingDouble(ScoredPoem::score).reversed())
        .allMatch(poem -> poem.score() > 0)
        .doesNotHaveDuplicates();
    assertThat(INDEX.search(text, "guan_yu", limit))
        .hasSizeLessThanOrEqualTo(limit)
        .allMatch(poem -> poem.poem().deityId().equals("guan_yu"));
  }

  @Property
  void aPieceOfAVerseFindsItsPoem(
      @ForAll @IntRange(min = 1, max = 100) int number,
      @ForAll @IntRange(max = 3) int line,
      @ForAll @IntRange(max = 6) int start,
      @ForAll @IntRange(min = 1, max = 7) int length) {
    Poem poem = INDEX.find("guan_yu", number).orElseThrow();
    String verse = poem.lines().get(line);
    String piece = verse.substring(start, Math.min(verse.length(), start + length));

    assertThat(INDEX.search(piece, "guan_yu", 100)).extracting(ScoredPoem::poem).contains(poem);
  }

  @Property
  void whatGoesIntoTheIndexComesOut(@ForAll("poems") Poem poem) throws PoemCorpusException {
    try (PoemIndex one = PoemIndex.inMemory(Corpora.of(CorpusRow.write(poem)))) {
      assertThat(one.find(poem.deityId(), poem.number())).contains(poem);
    }
  }

  /** Any characters, lone surrogates too, and pieces that a query parser would trip over. */
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
            "AND",
            "OR NOT",
            "( ",
            ")",
            "\"",
            "*",
            "?",
            "~",
            "^2",
            "[a TO",
            "{",
            "\\",
            "/",
            "title:",
            "功名",
            "求",
            "patience",
            "辛抱",
            " ",
            "　",
            "🀄",
            "é",
            "㍻",
            "ｶﾞ",
            "\u0000");
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(300),
        Arbitraries.strings().withCharRange('一', '鿿').ofMaxLength(2000),
        pieces.list().ofMaxSize(20).map(list -> String.join("", list)));
  }

  @Provide
  Arbitrary<Poem> poems() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .excludeChars('\n', '\r')
            .ofMinLength(1)
            .ofMaxLength(40)
            .filter(s -> !s.isBlank() && s.chars().noneMatch(c -> Character.isSurrogate((char) c)));
    Arbitrary<String> title = Arbitraries.oneOf(text, Arbitraries.of("\"\\", "🀄一", "a\tb"));
    return Combinators.combine(
            Arbitraries.of("a", "guan_yu", "x9_"),
            Arbitraries.integers().greaterOrEqual(1),
            title,
            text,
            text.list().ofSize(4),
            Arbitraries.maps(Arbitraries.of("zh", "en", "ja", "th"), text))
        .as(
            (id, number, name, rank, lines, themes) ->
                new Poem(id, number, name, rank, "", lines, rank + name, Map.copyOf(themes)));
  }
}
