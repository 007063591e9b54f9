package dev.tidings.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.CorruptIndexException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a poem index says of itself in its commit, so that it can be told from a foreign one, from
 * one of another corpus, and from one whose building was cut short.
 *
 * @param fingerprint of the corpus it was built from; {@link #UNFINISHED} while it is being built
 * @param deities whose poems it holds
 */
record IndexMark(String fingerprint, List<Deity> deities) {
  static final IndexMark UNFINISHED = new IndexMark("", List.of());

  private static final String FINGERPRINT = "dev.tidings.lucene.corpus";
  private static final String DEITIES = "dev.tidings.lucene.deities";
  private static final JsonMapper JSON = new JsonMapper();

  Map<String, String> toCommit() {
    ArrayNode rows = JSON.createArrayNode();
    for (Deity deity : deities) {
      ObjectNode row = rows.addObject();
      row.put("id", deity.id());
      row.put("name", deity.name());
      row.put("collection", deity.collection());
      row.put("poem_count", deity.poemCount());
      deity.languages().forEach(row.putArray("languages")::add);
    }
    return Map.of(FINGERPRINT, fingerprint, DEITIES, rows.toString());
  }

  /**
   * Reads the mark back.
   *
   * @return empty if the commit is not a poem index's
   * @throws CorruptIndexException if it is one, but the mark cannot be read
   */
  static Optional<IndexMark> fromCommit(Map<String, String> commit) throws CorruptIndexException {
    String fingerprint = commit.get(FINGERPRINT);
    String deities = commit.get(DEITIES);
    if (fingerprint == null || deities == null) {
      return Optional.empty();
    }
    try {
      List<Deity> read = new ArrayList<>();
      for (JsonNode row : JSON.readTree(deities)) {
        List<String> languages = new ArrayList<>();
        row.path("languages").forEach(language -> languages.add(language.stringValue()));
        read.add(
            new Deity(
                row.path("id").stringValue(),
                row.path("name").stringValue(),
                row.path("collection").stringValue(),
                row.path("poem_count").intValue(),
                languages));
      }
      return Optional.of(new IndexMark(fingerprint, List.copyOf(read)));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new CorruptIndexException("the list of deities cannot be read", DEITIES, e);
    }
  }
}
