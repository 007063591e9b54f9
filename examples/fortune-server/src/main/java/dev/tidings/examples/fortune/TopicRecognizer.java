package dev.tidings.examples.fortune;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises what a question is about, by the words in it. People mix languages, so the Chinese,
 * English and Japanese words are all tried. The topic with the most different words wins.
 */
final class TopicRecognizer {
  private static final List<String> LANGUAGES = List.of("zh", "en", "ja");

  private final Pattern idioms;
  private final Map<Topic, Pattern> words = new EnumMap<>(Topic.class);

  /**
   * A recogniser of the words in a bundle.
   *
   * @param texts has lists, separated by commas, under {@code idioms.en} and {@code career.zh}
   */
  TopicRecognizer(TextBundle texts) {
    idioms = anyOf(List.of(split(texts.get("idioms.en"))));
    for (Topic topic : Topic.values()) {
      List<String> keywords = new ArrayList<>();
      for (String language : LANGUAGES) {
        texts
            .find(topic.key() + "." + language)
            .ifPresent(list -> keywords.addAll(List.of(split(list))));
      }
      if (!keywords.isEmpty()) {
        words.put(topic, anyOf(keywords));
      }
    }
  }

  /** The topic of a question; {@link Topic#GENERAL} when no word tells. */
  Topic recognize(String question) {
    String plain = Normalizer.normalize(question, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    String text = idioms.matcher(plain.replace('’', '\'')).replaceAll(" ");
    Topic best = Topic.GENERAL;
    int most = 0;
    for (Map.Entry<Topic, Pattern> entry : words.entrySet()) {
      int count = distinctMatches(entry.getValue(), text);
      if (count > most) {
        most = count;
        best = entry.getKey();
      }
    }
    return best;
  }

  private static int distinctMatches(Pattern pattern, String text) {
    Set<String> found = new HashSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found.size();
  }

  private static String[] split(String list) {
    return list.strip().split("\\s*,\\s*", -1);
  }

  /** Longer words first, so that 男朋友 is not taken for a shorter word inside it. */
  private static Pattern anyOf(List<String> keywords) {
    return Pattern.compile(
        keywords.stream()
            .sorted((a, b) -> b.length() - a.length())
            .map(TopicRecognizer::expression)
            .reduce((a, b) -> a + "|" + b)
            .orElseThrow());
  }

  private static String expression(String keyword) {
    if (keyword.charAt(0) > 'z') {
      return Pattern.quote(keyword);
    }
    // Not \b: in "我的interview會順利嗎" the letters around the word are word characters too.
    return keyword.endsWith("*")
        ? "(?<![a-z])" + Pattern.quote(keyword.substring(0, keyword.length() - 1)) + "[a-z]*"
        : "(?<![a-z])" + Pattern.quote(keyword) + "(?![a-z])";
  }
}
