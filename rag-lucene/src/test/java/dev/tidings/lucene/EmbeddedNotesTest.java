package dev.tidings.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

  private static final List<String> LANGUAGES = List.of("zh", "en", "ja");

  private static final Pattern SOURCE = Pattern.compile("(\\p{IsHan}+)「(.+)」");
  private static final Pattern TRADITIONAL_NOTE = Pattern.compile("\\p{IsHan}{3}( \\p{IsHan}{3})*");
  private static final Pattern POLITE =
      Pattern.compile(".*(です|ます|ました|でした|ません|でしょう|ましょう|ください)", Pattern.DOTALL);
  private static final Pattern AMERICAN =
      Pattern.compile(
          "(?i)\\b(favor|honor|color|neighbor|labor(?!i)|center|judgment|recogniz|realiz|organiz"
              + "|apologiz|gray|traveler|traveling|fulfill|skillful|practicing|defense|offense"
              + "|plow|mom\\b).*");

  /** The share of the shorter note's pairs that may stand in another note of the same topic. */
  private static final double MOST_IN_COMMON = 0.66;

  /** As the files have them, sources and all. */
  private static final List<JsonNode> POEMS = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    for (String set : List.of("guan_yu", "guan_yin", "mazu")) {
      try (InputStream in =
          EmbeddedNotesTest.class.getResourceAsStream("corpus/" + set + ".jsonl")) {
        String rows = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        rows.lines().map(JsonMapper.shared()::readTree).forEach(POEMS::add);
      }
    }
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
    for (JsonNode poem : POEMS) {
      assertThat(TOPICS).containsAll(poem.path("topics").propertyNames());
      for (JsonNode note : poem.path("topics")) {
        assertThat(note.propertyNames()).containsExactlyInAnyOrder("zh", "en", "ja", "source");
      }
    }
  }

  @Test
  void everyPoemSpeaksOfSomethingPeopleAskAbout() {
    assertThat(POEMS).allSatisfy(poem -> assertThat(poem.path("topics")).isNotEmpty());
  }

  @Test
  void everyNoteNamesTheWordsItRestsOn() {
    for (JsonNode poem : POEMS) {
      List<String> verse = poem.path("poem").valueStream().map(JsonNode::stringValue).toList();
      for (Map.Entry<String, JsonNode> note : poem.path("topics").properties()) {
        String where = where(poem) + note.getKey();
        Matcher source = SOURCE.matcher(note.getValue().path("source").stringValue());
        assertThat(source.matches()).as(where).isTrue();
        if (source.group(1).equals("詩")) {
          assertThat(verse).as(where).contains(source.group(2));
        } else {
          assertThat(source.group(1)).as(where).isEqualTo("聖意");
          assertThat(source.group(2)).as(where).matches(TRADITIONAL_NOTE);
        }
      }
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
    for (JsonNode poem : POEMS) {
      for (String language : LANGUAGES) {
        texts.put(
            where(poem) + "theme/" + language, poem.path("themes").path(language).stringValue());
        for (Map.Entry<String, JsonNode> note : poem.path("topics").properties()) {
          texts.put(
              where(poem) + note.getKey() + "/" + language,
              note.getValue().path(language).stringValue());
        }
      }
    }
    return texts;
  }

  private static String where(JsonNode poem) {
    return poem.path("deity_id").stringValue() + "/" + poem.path("number").intValue() + "/";
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
