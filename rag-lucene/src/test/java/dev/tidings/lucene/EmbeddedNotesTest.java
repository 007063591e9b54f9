package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is written about the embedded poems: whole in each language, and no two alike. */
class EmbeddedNotesTest {
  private static final Set<String> TOPICS =
      Set.of(
          "career",
          "study",
          "love",
          "health",
          "wealth",
          "travel",
          "awaited",
          "family",
          "lawsuit",
          "lost_things",
          "moving");

  private static final Pattern SOURCE = Pattern.compile("(\\p{IsHan}+)「(.+)」");
  private static final Pattern TRADITIONAL_NOTE = Pattern.compile("\\p{IsHan}{3}( \\p{IsHan}{3})*");
  private static final Pattern POLITE =
      Pattern.compile(".*(です|ます|ました|ません|でしょう|ましょう|ください)", Pattern.DOTALL);
  private static final Pattern AMERICAN =
      Pattern.compile(
          "(?i)\\b(favor|honor|color|neighbor|labor(?!i)|center|judgment|recogniz|realiz|organiz"
              + "|apologiz|gray|traveler|traveling|fulfill|skillful|practicing|defense|offense"
              + "|plow|mom\\b).*");

  /** The share of the shorter note's pairs that may stand in another note of the same topic. */
  private static final double MOST_IN_COMMON = 0.66;

  private static List<Poem> poems;

  @BeforeAll
  static void read() throws PoemCorpusException {
    poems = PoemCorpus.embedded().parse().poems();
  }

  @Test
  void everyNoteStandsInThreeLanguagesEachInItsOwnScript() {
    texts()
        .forEach(
            (where, text) -> {
              if (where.endsWith("/zh")) {
                assertThat(text)
                    .as(where)
                    .endsWith("。")
                    .doesNotContainPattern("[\\p{IsHiragana}\\p{IsKatakana}A-Za-z]");
              } else if (where.endsWith("/en")) {
                assertThat(text).as(where).matches("\\p{ASCII}+[.!?]");
              } else {
                assertThat(text).as(where).endsWith("。").containsPattern("\\p{IsHiragana}");
              }
            });
    assertThat(poems)
        .allSatisfy(
            poem -> {
              assertThat(TOPICS).containsAll(poem.topics().keySet());
              assertThat(poem.topics().values())
                  .allSatisfy(note -> assertThat(note.texts()).containsOnlyKeys("zh", "en", "ja"));
            });
  }

  @Test
  void everyPoemSpeaksOfSomethingPeopleAskAbout() {
    assertThat(poems).allSatisfy(poem -> assertThat(poem.topics()).isNotEmpty());
  }

  @Test
  void everyNoteNamesTheWordsItRestsOn() {
    for (Poem poem : poems) {
      poem.topics()
          .forEach(
              (topic, note) -> {
                String where = poem.deityId() + "/" + poem.number() + "/" + topic;
                Matcher source = SOURCE.matcher(note.source());
                assertThat(source.matches()).as(where).isTrue();
                if (source.group(1).equals("詩")) {
                  assertThat(poem.lines()).as(where).contains(source.group(2));
                } else {
                  assertThat(source.group(1)).as(where).isEqualTo("聖意");
                  assertThat(source.group(2)).as(where).matches(TRADITIONAL_NOTE);
                }
              });
    }
  }

  @Test
  void japaneseSpeaksPolitelyToTheEnd() {
    texts()
        .forEach(
            (where, text) -> {
              if (where.endsWith("/ja")) {
                assertThat(text.split("。")).as(where).allMatch(POLITE.asMatchPredicate());
              }
            });
  }

  @Test
  void englishKeepsOneSpelling() {
    texts()
        .forEach(
            (where, text) -> {
              if (where.endsWith("/en")) {
                assertThat(text.split("[^A-Za-z]+"))
                    .as(where)
                    .noneMatch(AMERICAN.asMatchPredicate());
              }
            });
  }

  @Test
  void noTwoNotesOfOneKindSayTheSame() {
    Map<String, List<Map.Entry<String, Set<String>>>> kinds = new TreeMap<>();
    texts()
        .forEach(
            (where, text) -> {
              String kind = where.substring(where.indexOf('/', where.indexOf('/') + 1));
              kinds
                  .computeIfAbsent(kind, k -> new ArrayList<>())
                  .add(Map.entry(where, pairs(text, where.endsWith("/en"))));
            });

    for (List<Map.Entry<String, Set<String>>> notes : kinds.values()) {
      for (int i = 0; i < notes.size(); i++) {
        for (int j = i + 1; j < notes.size(); j++) {
          Set<String> common = new HashSet<>(notes.get(i).getValue());
          common.retainAll(notes.get(j).getValue());
          int shorter = Math.min(notes.get(i).getValue().size(), notes.get(j).getValue().size());
          assertThat(common.size())
              .as("pairs in both %s and %s", notes.get(i).getKey(), notes.get(j).getKey())
              .isLessThan((int) Math.ceil(MOST_IN_COMMON * shorter));
        }
      }
    }
  }

  /** Every theme and note, by {@code guan_yu/40/lawsuit/en}. */
  private static Map<String, String> texts() {
    Map<String, String> texts = new TreeMap<>();
    for (Poem poem : poems) {
      String where = poem.deityId() + "/" + poem.number() + "/";
      poem.themes().forEach((language, text) -> texts.put(where + "theme/" + language, text));
      poem.topics()
          .forEach(
              (topic, note) ->
                  note.texts()
                      .forEach(
                          (language, text) -> texts.put(where + topic + "/" + language, text)));
    }
    return texts;
  }

  /** Pairs of words in English, of characters in Chinese and Japanese. */
  private static Set<String> pairs(String text, boolean english) {
    String[] parts =
        english
            ? text.toLowerCase(Locale.ROOT).split("[^a-z']+")
            : text.replaceAll("[，。；、：！？「」]", "").split("");
    Set<String> pairs = new HashSet<>();
    for (int i = 0; i + 1 < parts.length; i++) {
      pairs.add(parts[i] + " " + parts[i + 1]);
    }
    return pairs;
  }
}
