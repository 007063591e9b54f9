package dev.tidings.lucene;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;

/**
 * How much of a question the documents have: the weight of those of its terms that are in a
 * document, as a share of the weight of all.
 */
final class Coverage {
  /** A pair that the index lacks may only span two words; it counts so much. */
  private static final double UNKNOWN = 0.35;

  private static final double SINGLE = 0.25;

  private final Map<Integer, Shares> shares = new HashMap<>();

  /**
   * What a document has of a question.
   *
   * @param weight of its terms that are in any field
   * @param share of the question that this is, 0 to 1
   * @param quoted whether title and text have all of its terms
   */
  record Shares(double weight, double share, boolean quoted) {
    static final Shares NONE = new Shares(0, 0, false);
  }

  /**
   * Looks at documents.
   *
   * @param greatest what a term weighs that the index lacks: no more than one in one document
   */
  Coverage(IndexReader reader, List<TermStatistics.Weighed> terms, double greatest, int[] documents)
      throws IOException {
    int[] sorted = documents.clone();
    Arrays.sort(sorted);
    double all = 0;
    int unknown = 0;
    double[] weight = new double[sorted.length];
    int[] quoted = new int[sorted.length];
    for (TermStatistics.Weighed term : terms) {
      double counts = counting(term.text()) * Math.min(greatest, term.weight());
      all += term.known() || isWord(term.text()) ? counts : counts * UNKNOWN;
      if (!term.known()) {
        unknown++;
        continue;
      }
      boolean[] anywhere = new boolean[sorted.length];
      boolean[] inText = new boolean[sorted.length];
      for (String field : term.fields().keySet()) {
        boolean[] there = field.equals("title") || field.equals("text") ? inText : anywhere;
        mark(reader, new Term(field, term.text()), sorted, there);
      }
      for (int i = 0; i < sorted.length; i++) {
        weight[i] += anywhere[i] || inText[i] ? counts : 0;
        quoted[i] += inText[i] ? 1 : 0;
      }
    }
    for (int i = 0; i < sorted.length; i++) {
      boolean whole = unknown == 0 && terms.size() > 1 && quoted[i] == terms.size();
      shares.put(sorted[i], new Shares(weight[i], all == 0 ? 0 : weight[i] / all, whole));
    }
  }

  Shares of(int document) {
    return shares.getOrDefault(document, Shares.NONE);
  }

  private static boolean isWord(String term) {
    return term.charAt(0) < 0x500;
  }

  /** A single character of an unspaced script is part of many words. */
  private static double counting(String term) {
    return isWord(term) || term.codePointCount(0, term.length()) > 1 ? 1 : SINGLE;
  }

  private static void mark(IndexReader reader, Term term, int[] sorted, boolean[] there)
      throws IOException {
    List<LeafReaderContext> leaves = reader.leaves();
    int i = 0;
    while (i < sorted.length) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(sorted[i], leaves));
      int end = leaf.docBase + leaf.reader().maxDoc();
      PostingsEnum postings = leaf.reader().postings(term, PostingsEnum.NONE);
      for (; i < sorted.length && sorted[i] < end; i++) {
        if (postings != null) {
          int document = sorted[i] - leaf.docBase;
          int at = postings.docID();
          there[i] |= (at < document ? postings.advance(document) : at) == document;
        }
      }
    }
  }
}
