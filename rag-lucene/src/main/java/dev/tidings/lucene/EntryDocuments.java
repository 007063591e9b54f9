package dev.tidings.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Makes an entry's document. A change here raises the format in {@link IndexMark}. */
final class EntryDocuments {
  /** One term: collection and id. */
  static final String KEY = "key";

  static final String COLLECTION = "collection";

  /**
   * The id alone, so that a number is found in every collection; and to be told before a row is
   * read.
   */
  static final String ID = "id";

  /** The ids of the topics it speaks of. */
  static final String TOPIC = "topic";

  /** A fact's name and value in one term, for filters. */
  static final String FACT = "fact";

  /** Title, lines and short facts, each as one term; see {@link ExactKeys}. */
  static final String EXACT = "exact";

  /** The whole entry, as a doc value, which is read where it lies. */
  static final String ROW = "row";

  /**
   * An entry that is too long for that, as a stored field, which is unpacked with its neighbours. A
   * name of its own, for Lucene keeps all values of one field in one way.
   */
  static final String LONG_ROW = "row_long";

  /** Lucene takes values of up to 32,766 bytes. */
  private static final int LONGEST_VALUE = 32_000;

  /** Three neighbouring characters of title and text. */
  static final String TRIPLE = "triple";

  /** The name of the model that its vector is of. */
  static final String MEANT = "meant";

  private static final String VECTOR = "vector.";

  /** How much a term counts that is found in a field. */
  static final Map<String, Float> SEARCHED = searched();

  private static final FieldType TERMS = terms();

  private final TextScanner scanner = new TextScanner();

  private static Map<String, Float> searched() {
    Map<String, Float> fields = new LinkedHashMap<>();
    fields.put("title", 2f);
    fields.put("text", 1.5f);
    fields.put("notes", 1.5f);
    fields.put("topics", 1.5f);
    fields.put("facts", 1f);
    return fields;
  }

  private static FieldType terms() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
    return type;
  }

  static Term key(String collection, String id) {
    return new Term(KEY, collection + "/" + id);
  }

  /** The field of a model's vectors: two models' vectors need not be of one length. */
  private static String field(String model) {
    return VECTOR + model;
  }

  static String fact(String name, String value) {
    return name + "=" + value;
  }

  /** A vector, and the model it is of. */
  static final class Meant {
    private final String model;
    private final float[] vector;
    private final double least;

    /**
     * A vector.
     *
     * @param least the cosine from which it counts alone
     */
    Meant(String model, float[] vector, double least) {
      this.model = model;
      this.vector = vector;
      this.least = least;
    }

    /** The entries whose vectors are nearest. */
    Query nearest(int count, @Nullable Query filter) {
      return new KnnFloatVectorQuery(field(model), vector, count, filter);
    }

    /** Whether a score is one of entries that are really near. Lucene's is (1 + cosine) / 2. */
    boolean near(double score) {
      return 2 * score - 1 >= least;
    }
  }

  Document of(Entry entry, @Nullable Meant meant) throws IOException {
    Document document = new Document();
    document.add(new StringField(KEY, key(entry.collection(), entry.id()).text(), Store.NO));
    document.add(new StringField(COLLECTION, entry.collection(), Store.NO));
    document.add(new StringField(ID, entry.id(), Store.NO));
    document.add(new BinaryDocValuesField(ID, new BytesRef(entry.id())));
    byte[] row = EntryRow.write(entry);
    document.add(
        row.length <= LONGEST_VALUE
            ? new BinaryDocValuesField(ROW, new BytesRef(row))
            : new StoredField(LONG_ROW, row));
    for (String topic : entry.topics().keySet()) {
      document.add(new StringField(TOPIC, topic, Store.NO));
    }
    for (Map.Entry<String, String> fact : entry.facts().entrySet()) {
      if (fact.getValue().length() <= ExactKeys.LONGEST) {
        String term = fact(fact.getKey(), fact.getValue());
        document.add(new StringField(FACT, term, Store.NO));
      }
    }
    exact(document, entry);
    for (String triple : Triples.of(scanner, entry.title() + "\n" + entry.text())) {
      document.add(new StringField(TRIPLE, triple, Store.NO));
    }
    searched(document, "title", List.of(entry.title()));
    searched(document, "text", List.of(entry.text()));
    searched(document, "notes", entry.notes().values());
    searched(
        document,
        "topics",
        entry.topics().values().stream().flatMap(texts -> texts.values().stream()).toList());
    searched(document, "facts", entry.facts().values());
    if (meant != null) {
      document.add(new StringField(MEANT, meant.model, Store.NO));
      document.add(
          new KnnFloatVectorField(
              field(meant.model), meant.vector, VectorSimilarityFunction.COSINE));
    }
    return document;
  }

  private void exact(Document document, Entry entry) {
    List<String> texts = new ArrayList<>();
    texts.add(entry.title());
    entry.text().lines().forEach(texts::add);
    texts.addAll(entry.facts().values());
    texts.stream()
        .map(text -> ExactKeys.of(scanner, text))
        .filter(key -> !key.isEmpty())
        .distinct()
        .forEach(key -> document.add(new StringField(EXACT, key, Store.NO)));
  }

  private void searched(Document document, String field, Collection<String> texts) {
    TermTokens tokens = new TermTokens(scanner, texts);
    if (!tokens.isEmpty()) {
      document.add(new Field(field, tokens, TERMS));
    }
  }
}
