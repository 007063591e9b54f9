package dev.tidings.benchmarks.retrieval;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.index.FieldInfo;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;

/**
 * Searches an index's vectors alone, and compares what is found with what is really nearest. As the
 * module does, it asks for 50; the first ten are compared.
 */
final class Nearest {
  private static final int ASKED = 50;
  private static final int COMPARED = 10;
  private static final int TIMED = 1_000;
  private static final int CHECKED = 100;

  private final Vectors vectors;

  Nearest(Vectors vectors) {
    this.vectors = vectors;
  }

  /** Times of searches, and the share of the ten nearest that they find. */
  String measure(IndexReader reader) throws Exception {
    IndexSearcher searcher = new IndexSearcher(reader);
    String field = field(reader);
    Times times = Times.of(TIMED, i -> search(searcher, field, vectors.of(-1 - i)));
    return times + " | %.3f".formatted(recall(searcher, field));
  }

  private static ScoreDoc[] search(IndexSearcher searcher, String field, float[] vector)
      throws IOException {
    return searcher.search(new KnnFloatVectorQuery(field, vector, ASKED), ASKED).scoreDocs;
  }

  private double recall(IndexSearcher searcher, String field) throws IOException {
    List<float[]> questions = new ArrayList<>();
    List<PriorityQueue<Near>> exact = new ArrayList<>();
    for (int i = 0; i < CHECKED; i++) {
      questions.add(vectors.of(-1 - i));
      exact.add(new PriorityQueue<>(Comparator.comparingDouble(Near::cosine)));
    }
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      FloatVectorValues values = leaf.reader().getFloatVectorValues(field);
      for (int document = values.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = values.nextDoc()) {
        float[] vector = values.vectorValue();
        for (int i = 0; i < CHECKED; i++) {
          float cosine = Vectors.product(questions.get(i), vector);
          take(exact.get(i), new Near(leaf.docBase + document, cosine));
        }
      }
    }
    int found = 0;
    for (int i = 0; i < CHECKED; i++) {
      Set<Integer> documents = new HashSet<>();
      ScoreDoc[] hits = search(searcher, field, questions.get(i));
      for (int k = 0; k < COMPARED; k++) {
        documents.add(hits[k].doc);
      }
      found +=
          (int) exact.get(i).stream().filter(near -> documents.contains(near.document)).count();
    }
    return found / (double) (CHECKED * COMPARED);
  }

  private static void take(PriorityQueue<Near> nearest, Near near) {
    if (nearest.size() < COMPARED) {
      nearest.add(near);
    } else if (nearest.element().cosine < near.cosine) {
      nearest.remove();
      nearest.add(near);
    }
  }

  private record Near(int document, float cosine) {}

  private static String field(IndexReader reader) {
    for (LeafReaderContext leaf : reader.leaves()) {
      for (FieldInfo field : leaf.reader().getFieldInfos()) {
        if (field.getVectorDimension() > 0) {
          return field.name;
        }
      }
    }
    throw new IllegalStateException("the index has no vectors");
  }
}
