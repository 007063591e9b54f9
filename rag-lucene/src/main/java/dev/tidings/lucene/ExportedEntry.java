package dev.tidings.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one file of an {@link EntryFolder}. */
final class ExportedEntry {
  private static final int MOST_MIB = 1;
  private static final Pattern NUMBER_OF_FILE = Pattern.compile(".*?([0-9]{1,9})\\.json");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");
  private static final Pattern NUMERALS = Pattern.compile("[〇零一二三四五六七八九十百千两兩]+");
  private static final Pattern BETWEEN_LINES = Pattern.compile("[，、。；！？\\r\\n]+");

  private ExportedEntry() {}

  static Entry read(String collection, Path file) throws IOException, Unreadable {
    JsonNode json = parse(file);
    String id = Integer.toString(number(json.get("id"), file));
    String subtitle = text(json, "subtitle");
    String title = text(json, "title");
    List<String> lines = lines(json.get("poem"));
    Map<String, String> facts = new LinkedHashMap<>();
    put(facts, "rank", text(json, "fortune"));
    if (!title.isBlank()) {
      put(facts, "subtitle", subtitle);
    }
    JsonNode analysis = json.path("analysis");
    put(facts, "story", text(analysis, "reference"));
    Map<String, String> notes = new LinkedHashMap<>();
    put(notes, "zh", text(analysis, "zh"));
    put(notes, "en", text(analysis, "en"));
    put(notes, "ja", text(analysis, analysis.has("ja") ? "ja" : "jp"));
    put(notes, "th", text(analysis, "th"));
    put(facts, "analysis", text(json, "rag_analysis"));
    String name = !title.isBlank() ? title : !subtitle.isBlank() ? subtitle : lines.get(0);
    return new Entry(collection, id, name, String.join("\n", lines), notes, Map.of(), facts);
  }

  private static JsonNode parse(Path file) throws IOException, Unreadable {
    String text;
    try {
      ByteBuffer bytes =
          ByteBuffer.wrap(RegularFile.bytes(file, MOST_MIB, "give each entry a file of its own"));
      text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new Unreadable("", "is not UTF-8", "save the file as UTF-8");
    }
    try {
      JsonNode json =
          JsonMapper.shared().readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
      if (json.isObject()) {
        return json;
      }
    } catch (JacksonException e) {
      String place =
          e.getLocation() == null
              ? ""
              : "line " + e.getLocation().getLineNr() + " column " + e.getLocation().getColumnNr();
      throw new Unreadable(
          place, "is not valid JSON (" + e.getOriginalMessage() + ")", "mend it there");
    }
    throw new Unreadable("", "is no JSON object", "give one object a file");
  }

  private static int number(@Nullable JsonNode id, Path file) throws Unreadable {
    String name = file.getFileName().toString();
    int number = 0;
    if (id != null && id.isIntegralNumber() && id.canConvertToInt()) {
      number = id.intValue();
    } else if (id != null && id.isString()) {
      number = spoken(id.stringValue());
    }
    Matcher ofFile = NUMBER_OF_FILE.matcher(name);
    if (number == 0 && ofFile.matches()) {
      number = Integer.parseInt(ofFile.group(1));
    }
    if (number < 1) {
      throw new Unreadable(
          "id",
          "there is no number from 1, neither in id nor in the file's name",
          "give id a whole number, or end the file's name in _1.json");
    }
    return number;
  }

  /** The number in a text: digits, or numerals where they stand alone or with 第; 0 if none. */
  private static int spoken(String text) {
    String plain = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFKC).strip();
    Matcher digits = DIGITS.matcher(plain);
    if (digits.find()) {
      return Integer.parseInt(digits.group());
    }
    Matcher numerals = NUMERALS.matcher(plain);
    boolean ordinal = plain.startsWith("第");
    if (numerals.find() && (ordinal || numerals.end() - numerals.start() == plain.length())) {
      return NumberReference.value(numerals.group());
    }
    return 0;
  }

  private static List<String> lines(@Nullable JsonNode poem) throws Unreadable {
    List<String> lines = new ArrayList<>();
    if (poem != null && poem.isArray()) {
      for (JsonNode line : poem) {
        if (!line.isString()) {
          throw new Unreadable("poem", "a line is no text", "give texts in double quotes");
        }
        line.stringValue().lines().map(String::strip).forEach(lines::add);
      }
    } else if (poem != null && poem.isString()) {
      for (String line : BETWEEN_LINES.split(poem.stringValue(), -1)) {
        lines.add(line.strip());
      }
    }
    lines.removeIf(String::isBlank);
    if (lines.isEmpty()) {
      throw new Unreadable(
          "poem", "there is no line", "give a list of lines, or a text with 。 between them");
    }
    for (String line : lines) {
      whole("poem", line);
    }
    return lines;
  }

  private static String text(JsonNode json, String field) throws Unreadable {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      // What a site nests here is of its own making; the poem is whole without it.
      return value.isValueNode() ? value.asString() : "";
    }
    return whole(field, value.stringValue().strip());
  }

  private static String whole(String field, String text) throws Unreadable {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new Unreadable(field, "holds half of a surrogate pair", "write the whole character");
    }
    return text;
  }

  private static void put(Map<String, String> texts, String name, String text) {
    if (!text.isBlank()) {
      texts.put(name, text);
    }
  }
}
