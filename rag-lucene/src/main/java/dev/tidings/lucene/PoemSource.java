package dev.tidings.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A corpus as the entries of an index, and its deities as what the index keeps besides. */
final class PoemSource implements EntrySource {
  private static final String DEITIES = "deities";

  private final PoemCorpus corpus;
  private @Nullable List<Deity> deities;

  PoemSource(PoemCorpus corpus) {
    this.corpus = corpus;
  }

  @Override
  public String fingerprint() {
    return corpus.fingerprint();
  }

  @Override
  public void forEach(Taker taker) throws IOException {
    PoemSets sets = corpus.parse();
    deities = sets.deities();
    for (Poem poem : sets.poems()) {
      taker.take(PoemEntries.entry(poem));
    }
  }

  /** The deities, once the poems were read. */
  Map<String, String> properties() {
    ArrayNode rows = JsonMapper.shared().createArrayNode();
    for (Deity deity : deities == null ? List.<Deity>of() : deities) {
      ObjectNode row = rows.addObject();
      row.put("id", deity.id());
      row.put("name", deity.name());
      row.put("collection", deity.collection());
      row.put("poem_count", deity.poemCount());
      deity.languages().forEach(row.putArray("languages")::add);
    }
    return Map.of(DEITIES, rows.toString());
  }

  /**
   * The deities of an index.
   *
   * @throws CorruptIndexException if they cannot be read
   */
  static List<Deity> deities(Map<String, String> properties) throws CorruptIndexException {
    try {
      List<Deity> read = new ArrayList<>();
      for (JsonNode row : JsonMapper.shared().readTree(properties.getOrDefault(DEITIES, ""))) {
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
      return List.copyOf(read);
    } catch (JacksonException | IllegalArgumentException e) {
      throw new CorruptIndexException("the list of deities cannot be read", DEITIES, e);
    }
  }
}
