package dev.tidings.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.BytesRef;

/** How rare the terms of a question are in an index. */
final class TermStatistics {
  /** More terms make a search slower and no better: these are the rarest. */
  private static final int MOST_TERMS = 48;

  private final IndexReader reader;

  /**
   * By field, one for each segment, used again for each term: to make one costs more than a look.
   */
  private final Map<String, List<TermsEnum>> terms = new LinkedHashMap<>();

  TermStatistics(IndexReader reader) throws IOException {
    this.reader = reader;
    for (String field : EntryDocuments.SEARCHED.keySet()) {
      List<TermsEnum> segments = new ArrayList<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        Terms all = leaf.reader().terms(field);
        if (all != null) {
          segments.add(all.iterator());
        }
      }
      terms.put(field, segments);
    }
  }

  /**
   * A term of a question.
   *
   * @param text the term
   * @param fields those that have it, with the number of documents
   * @param weight how much it tells: the logarithm of how few documents have it
   */
  record Weighed(String text, Map<String, Integer> fields, double weight) {
    boolean known() {
      return !fields.isEmpty();
    }
  }

  /**
   * The rarest of the terms that the index has, the rarest first, and behind them those it lacks.
   */
  List<Weighed> weigh(Collection<String> asked) throws IOException {
    List<Weighed> known = new ArrayList<>();
    List<Weighed> unknown = new ArrayList<>();
    for (String term : asked) {
      Weighed weighed = weigh(term);
      (weighed.known() ? known : unknown).add(weighed);
    }
    known.sort(Comparator.comparingDouble(Weighed::weight).reversed());
    List<Weighed> rarest =
        new ArrayList<>(known.size() > MOST_TERMS ? known.subList(0, MOST_TERMS) : known);
    rarest.addAll(unknown);
    return rarest;
  }

  Weighed weigh(String term) throws IOException {
    BytesRef bytes = new BytesRef(term);
    Map<String, Integer> fields = Map.of();
    int most = 0;
    for (Map.Entry<String, List<TermsEnum>> field : terms.entrySet()) {
      int documents = 0;
      for (TermsEnum segment : field.getValue()) {
        documents += segment.seekExact(bytes) ? segment.docFreq() : 0;
      }
      if (documents > 0) {
        fields = fields.isEmpty() ? new LinkedHashMap<>() : fields;
        fields.put(field.getKey(), documents);
        most = Math.max(most, documents);
      }
    }
    int all = Math.max(most, reader.maxDoc());
    return new Weighed(term, fields, Math.log(1 + (all - most + 0.5) / (most + 0.5)));
  }

  /** The weight of a term that one document has. */
  double greatestWeight() {
    return Math.log(1 + (Math.max(1, reader.maxDoc()) - 0.5) / 1.5);
  }
}
