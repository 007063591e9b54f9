package dev.tidings.lucene;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One row of a corpus: a poem and, when the row says so, its deity's name. Reads and writes the
 * JSON of a row.
 */
record CorpusRow(Poem poem, @Nullable String deityName) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** The key of a topic note that is no language: the words it rests on. */
  private static final String SOURCE = "source";

  /** Reads a row. Keys it does not know are passed over. */
  static CorpusRow parse(String json, Place place) throws PoemCorpusException {
    JsonNode row;
    try {
      row = JSON.readTree(json);
    } catch (JacksonException e) {
      int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
      throw place.error(
          "not valid JSON at column "
              + column
              + " ("
              + e.getOriginalMessage()
              + "); a line is one whole JSON object",
          e);
    }
    if (!row.isObject()) {
      throw place.error("is " + kind(row) + "; a line is one whole JSON object");
    }
    Fields fields = new Fields(row, place);
    Poem poem =
        new Poem(
            fields.deityId(),
            fields.number(),
            fields.required("title"),
            fields.optional("rank"),
            fields.optional("stems"),
            fields.lines(),
            fields.optional("story"),
            fields.texts("themes", row.get("themes")),
            fields.topics());
    String name = fields.optional("deity_name");
    return new CorpusRow(poem, name.isBlank() ? null : name);
  }

  /** Writes a poem so that {@link #parse} reads the same one. */
  static String write(Poem poem) {
    return write(poem, "");
  }

  /** Writes a poem, and its deity's name unless it is empty. */
  static String write(Poem poem, String deityName) {
    ObjectNode row = JSON.createObjectNode();
    row.put("deity_id", poem.deityId());
    if (!deityName.isEmpty()) {
      row.put("deity_name", deityName);
    }
    row.put("number", poem.number());
    row.put("stems", poem.stems());
    row.put("rank", poem.rank());
    row.put("title", poem.title());
    ArrayNode lines = row.putArray("poem");
    poem.lines().forEach(lines::add);
    row.put("story", poem.story());
    ObjectNode themes = row.putObject("themes");
    poem.themes().forEach(themes::put);
    if (!poem.topics().isEmpty()) {
      putTopics(row.putObject("topics"), poem.topics());
    }
    return row.toString();
  }

  private static void putTopics(ObjectNode topics, Map<String, TopicNote> notes) {
    notes.forEach(
        (id, note) -> {
          ObjectNode topic = topics.putObject(id);
          note.texts().forEach(topic::put);
          if (!note.source().isBlank()) {
            topic.put(SOURCE, note.source());
          }
        });
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "text";
      case NUMBER -> "the number " + node;
      case BOOLEAN -> "the boolean " + node;
      case ARRAY -> "a list";
      case OBJECT -> "an object";
      case NULL -> "null";
      default -> "nothing";
    };
  }

  /** The fields of one row, each checked as it is taken. */
  private record Fields(JsonNode row, Place place) {
    String deityId() throws PoemCorpusException {
      String id = required("deity_id");
      if (!CollectionIds.valid(id)) {
        throw place.error("deity_id \"" + id + "\" must be " + CollectionIds.RULE);
      }
      return id;
    }

    int number() throws PoemCorpusException {
      JsonNode value = row.get("number");
      if (value == null) {
        throw missing("number", "an integer from 1");
      }
      if (!value.isIntegralNumber() || !value.canConvertToInt()) {
        throw place.error("number is " + kind(value) + "; give an integer from 1");
      }
      if (value.intValue() < 1) {
        throw place.error("number is " + value + "; poems count from 1");
      }
      return value.intValue();
    }

    String required(String field) throws PoemCorpusException {
      JsonNode value = row.get(field);
      if (value == null) {
        throw missing(field, "text");
      }
      String text = text(field, value);
      if (text.isBlank()) {
        throw place.error(field + " is blank; give it text");
      }
      return text;
    }

    String optional(String field) throws PoemCorpusException {
      JsonNode value = row.get(field);
      return value == null || value.isNull() ? "" : text(field, value);
    }

    List<String> lines() throws PoemCorpusException {
      JsonNode value = row.get("poem");
      if (value == null) {
        throw missing("poem", "a list of its lines");
      }
      if (!value.isArray()) {
        throw place.error("poem is " + kind(value) + "; give a list of its lines");
      }
      if (value.isEmpty()) {
        throw place.error("poem has no line; give at least one");
      }
      List<String> lines = new ArrayList<>();
      for (int i = 0; i < value.size(); i++) {
        String field = "poem[" + i + "]";
        String line = text(field, value.get(i));
        if (line.isBlank() || line.lines().count() != 1) {
          throw place.error(field + " is blank or holds a line break; give one line of the verse");
        }
        lines.add(line);
      }
      return lines;
    }

    Map<String, TopicNote> topics() throws PoemCorpusException {
      JsonNode value = row.get("topics");
      Map<String, TopicNote> topics = new LinkedHashMap<>();
      if (value == null || value.isNull()) {
        return topics;
      }
      if (!value.isObject()) {
        throw place.error(
            "topics is " + kind(value) + "; give an object of notes by topic: lawsuit, travel");
      }
      for (Map.Entry<String, JsonNode> topic : value.properties()) {
        Map<String, String> texts = texts("topics." + topic.getKey(), topic.getValue());
        String source = texts.remove(SOURCE);
        topics.put(topic.getKey(), new TopicNote(texts, source == null ? "" : source));
      }
      return topics;
    }

    Map<String, String> texts(String field, @Nullable JsonNode value) throws PoemCorpusException {
      Map<String, String> texts = new LinkedHashMap<>();
      if (value == null || value.isNull()) {
        return texts;
      }
      if (!value.isObject()) {
        throw place.error(
            field + " is " + kind(value) + "; give an object of texts by language: zh, en, ja");
      }
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        String text = text(field + "." + entry.getKey(), entry.getValue());
        if (!text.isBlank()) {
          texts.put(entry.getKey(), text);
        }
      }
      return texts;
    }

    private String text(String field, JsonNode value) throws PoemCorpusException {
      if (!value.isString()) {
        throw place.error(field + " is " + kind(value) + "; give text in double quotes");
      }
      String text = value.stringValue();
      // The index stores UTF-8, which has no half of a surrogate pair: it would come back altered.
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
        throw place.error(field + " holds half of a surrogate pair; write the whole character");
      }
      return text;
    }

    private PoemCorpusException missing(String field, String what) {
      return place.error(field + " is missing; give " + what);
    }
  }
}
