package dev.tidings.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Finds entries in an open index, then reads them: the two steps that progress tells apart. */
final class EntrySearcher {
  /** So many are looked at more closely, whatever the limit. */
  private static final int LOOKED_AT = 50;

  private final IndexSearcher searcher;
  private final IndexReader reader;
  private final Vocabulary vocabulary;

  EntrySearcher(IndexSearcher searcher, Vocabulary vocabulary) {
    this.searcher = searcher;
    this.reader = searcher.getIndexReader();
    this.vocabulary = vocabulary;
  }

  /** A document that was found and not read yet. */
  record Hit(int document, double score) {}

  /**
   * What was found.
   *
   * @param hits best first
   * @param match 0 to 1
   * @param terms of the question, for highlights
   */
  record Hits(List<Hit> hits, double match, Set<String> terms) {}

  /** Entries without a vector of a model. */
  static Query without(String model) {
    return new BooleanQuery.Builder()
        .add(new FieldExistsQuery(EntryDocuments.ID), Occur.MUST)
        .add(new TermQuery(new Term(EntryDocuments.MEANT, model)), Occur.MUST_NOT)
        .build();
  }

  /** The document of an entry, or empty if there is none. */
  OptionalInt locate(String collection, String id) throws IOException {
    Term key = EntryDocuments.key(collection, id);
    for (LeafReaderContext leaf : reader.leaves()) {
      PostingsEnum postings = leaf.reader().postings(key, PostingsEnum.NONE);
      if (postings != null) {
        Bits live = leaf.reader().getLiveDocs();
        for (int d = postings.nextDoc(); d != PostingsEnum.NO_MORE_DOCS; d = postings.nextDoc()) {
          if (live == null || live.get(d)) {
            return OptionalInt.of(leaf.docBase + d);
          }
        }
      }
    }
    return OptionalInt.empty();
  }

  /** The id of a document's entry, without reading the entry. */
  String idOf(int document) throws IOException {
    return value(document, EntryDocuments.ID)
        .orElseThrow(() -> damaged(document, EntryDocuments.ID))
        .utf8ToString();
  }

  Entry read(int document) throws IOException {
    Optional<BytesRef> row = value(document, EntryDocuments.ROW);
    if (row.isPresent()) {
      return EntryRow.read(row.get());
    }
    BytesRef stored =
        searcher
            .storedFields()
            .document(document, Set.of(EntryDocuments.LONG_ROW))
            .getBinaryValue(EntryDocuments.LONG_ROW);
    if (stored == null) {
      throw damaged(document, EntryDocuments.ROW);
    }
    return EntryRow.read(stored);
  }

  private Optional<BytesRef> value(int document, String field) throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
    BinaryDocValues values = leaf.reader().getBinaryDocValues(field);
    return values != null && values.advanceExact(document - leaf.docBase)
        ? Optional.of(values.binaryValue())
        : Optional.empty();
  }

  private static CorruptIndexException damaged(int document, String field) {
    return new CorruptIndexException("document without " + field, "document " + document);
  }

  /**
   * The entries that fit a request.
   *
   * @param meant the vector of the request's text, or null to search by words alone
   */
  Hits search(SearchRequest request, EntryDocuments.@Nullable Meant meant) throws IOException {
    QueryPlan plan = new QueryPlan(request, vocabulary, reader);
    Set<String> terms = new HashSet<>(plan.terms().stream().map(t -> t.text()).toList());
    int depth = Math.max(request.limit(), LOOKED_AT);
    List<Hit> exact = run(plan.exact(), depth);
    List<Hit> worded = run(plan.meant(), depth);
    Coverage coverage = coverage(plan, worded);
    if (!Floor.passed(worded, coverage, plan)) {
      worded = List.of();
    }
    if (worded.isEmpty() && exact.isEmpty()) {
      worded = run(plan.loose(), depth);
    }
    List<Hit> near = meant == null ? List.of() : nearest(plan, meant, depth, worded.isEmpty());
    List<Hit> ranked = Fusion.of(worded, near);
    List<Hit> ordered = ordered(exact, ranked, runs(ranked, plan), coverage);
    return new Hits(cut(ordered, request.limit()), match(exact, ordered, coverage, plan), terms);
  }

  private Coverage coverage(QueryPlan plan, List<Hit> hits) throws IOException {
    int[] documents = hits.stream().limit(LOOKED_AT).mapToInt(Hit::document).toArray();
    return new Coverage(reader, plan.terms(), plan.greatestWeight(), documents);
  }

  /** With no word to go by, only those count that are really near. */
  private List<Hit> nearest(QueryPlan plan, EntryDocuments.Meant meant, int depth, boolean noWord)
      throws IOException {
    Query filter = plan.filter().orElse(null);
    List<Hit> near = run(meant.nearest(depth, filter), depth);
    return noWord ? near.stream().filter(hit -> meant.near(hit.score)).toList() : near;
  }

  /** How much of a short question each of the best has in one piece, 0 to 1. */
  private Map<Integer, Double> runs(List<Hit> ranked, QueryPlan plan) throws IOException {
    Map<Integer, Double> runs = new HashMap<>();
    String question = plan.key();
    if (question.length() > QueryPlan.SHORT) {
      return runs;
    }
    TextScanner scanner = new TextScanner();
    for (Hit hit : ranked.subList(0, Math.min(LOOKED_AT, ranked.size()))) {
      Entry entry = read(hit.document);
      String text = VocabularyKey.of(scanner, entry.title() + "\n" + entry.text());
      runs.put(hit.document, CommonRun.share(question, text));
    }
    return runs;
  }

  /** Named first, then quoted, in the order of the rest where they are in it. */
  private static List<Hit> ordered(
      List<Hit> exact, List<Hit> ranked, Map<Integer, Double> runs, Coverage coverage) {
    Map<Integer, Double> scores = new HashMap<>();
    ranked.forEach(hit -> scores.put(hit.document, hit.score));
    double top = ranked.isEmpty() ? 0 : ranked.get(0).score;
    Set<Integer> named = new LinkedHashSet<>();
    exact.forEach(hit -> named.add(hit.document));
    List<Hit> ordered = new ArrayList<>();
    for (Hit hit : exact) {
      ordered.add(
          new Hit(hit.document, 3 * top + hit.score + scores.getOrDefault(hit.document, 0.0)));
    }
    for (Hit hit : ranked) {
      if (!named.contains(hit.document)) {
        double lift = coverage.of(hit.document).quoted() ? top : 0;
        lift += top * runs.getOrDefault(hit.document, 0.0);
        ordered.add(new Hit(hit.document, hit.score + lift));
      }
    }
    ordered.sort(
        (a, b) ->
            a.score == b.score
                ? Integer.compare(a.document, b.document)
                : Double.compare(b.score, a.score));
    return ordered;
  }

  private static double match(
      List<Hit> exact, List<Hit> ordered, Coverage coverage, QueryPlan plan) {
    if (!exact.isEmpty()) {
      return 1;
    }
    return ordered.isEmpty() ? 0 : Floor.match(coverage.of(ordered.get(0).document), plan);
  }

  private List<Hit> run(Query query, int limit) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
      hits.add(new Hit(hit.doc, hit.score));
    }
    return hits;
  }

  private static List<Hit> cut(List<Hit> hits, int limit) {
    return hits.size() > limit ? List.copyOf(hits.subList(0, limit)) : hits;
  }
}
