package dev.tidings.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the judged questions. */
public final class LifeQuestions {
  /** The languages, as the rows of a table are called. */
  public static final List<String> LANGUAGES = List.of("zh-Hant", "zh-Hans", "en", "ja");

  private static final String DEITY = "guan_yu";

  private LifeQuestions() {}

  /** Which questions. */
  public enum Half {
    /** For choosing weights and words. */
    TUNE,
    /** For one look at the end. */
    HELD
  }

  /** A piece of a verse on which a judgement rests. */
  record Ground(String need, int number, int grade, String verse) {}

  /** The questions of a half, as one group a language. */
  public static List<Judged> of(Half half) {
    List<Judged> questions = new ArrayList<>();
    for (Need need : needs()) {
      if (need.half == half) {
        need.questions.forEach(
            (language, text) ->
                questions.add(new Judged("life " + language, text, DEITY, need.grades())));
      }
    }
    return questions;
  }

  /** The questions that nothing fits, with their language as the group. */
  public static List<Judged> nothing(Half half) {
    List<Judged> questions = new ArrayList<>();
    for (String line : lines("nothing.txt")) {
      String[] columns = line.split("\t", -1);
      if (columns.length == 3 && columns[1].equals(name(half))) {
        questions.add(new Judged("nothing " + columns[0], columns[2], null, Map.of()));
      }
    }
    return questions;
  }

  static List<Ground> grounds() {
    return needs().stream().flatMap(need -> need.grounds.stream()).toList();
  }

  private static String name(Half half) {
    return half == Half.TUNE ? "tune" : "held";
  }

  private static List<Need> needs() {
    List<Need> needs = new ArrayList<>();
    for (String line : lines("life-questions.txt")) {
      if (line.startsWith("== ")) {
        String[] words = line.split(" ", -1);
        needs.add(
            new Need(
                words[1],
                words[2].equals("tune") ? Half.TUNE : Half.HELD,
                new LinkedHashMap<>(),
                new ArrayList<>()));
      } else if (!line.isBlank()) {
        needs.get(needs.size() - 1).add(line);
      }
    }
    return needs;
  }

  private static List<String> lines(String resource) {
    try (InputStream in = LifeQuestions.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing from the test resources");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Need(String name, Half half, Map<String, String> questions, List<Ground> grounds) {
    void add(String line) {
      int space = line.indexOf(' ');
      String first = line.substring(0, space);
      if (LANGUAGES.contains(first)) {
        questions.put(first, line.substring(space + 1));
      } else {
        String[] words = line.split(" ", 4);
        grounds.add(
            new Ground(name, Integer.parseInt(first), Integer.parseInt(words[1]), words[2]));
      }
    }

    Map<Ranker.PoemRef, Integer> grades() {
      Map<Ranker.PoemRef, Integer> grades = new LinkedHashMap<>();
      grounds.forEach(ground -> grades.put(new Ranker.PoemRef(DEITY, ground.number), ground.grade));
      return grades;
    }
  }
}
