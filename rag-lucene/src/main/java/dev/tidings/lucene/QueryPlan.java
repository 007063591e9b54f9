package dev.tidings.lucene;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/** Turns a request into Lucene's queries. Nothing in the text is syntax. */
final class QueryPlan {
  /** What a word of the vocabulary counts beside one of the question's own. */
  private static final float SAID = 0.5f;

  /** What it counts that an entry speaks of the topic. */
  private static final float TOPIC = 1.5f;

  /** How much the second-best word of a matter counts beside the best. */
  private static final float OTHERS = 0.25f;

  /** A story touches so many matters that each of more counts less. */
  private static final float FEW_MATTERS = 4;

  /** Lucene throws at 1,024; the question's own terms take up to 240. */
  private static final int MOST_CLAUSES = 700;

  /** A question of so many characters may be a line, or a piece of one, with a slip. */
  static final int SHORT = 16;

  /** A question of more characters is a story, and what is asked stands at its end. */
  private static final int STORY = 120;

  private static final int END = 40;

  /** How much more the words at the end of a story count. */
  private static final float LAST = 2;

  private final SearchRequest request;
  private final QueryTerms terms;
  private final List<TermStatistics.Weighed> weighed;
  private final TermStatistics statistics;
  private final Optional<String> number;
  private final List<String> keys;
  private final Set<String> last;
  private final Set<Vocabulary.Matter> matters;
  private int clauses;

  QueryPlan(SearchRequest request, Vocabulary vocabulary, IndexReader reader) throws IOException {
    this.request = request;
    terms = QueryTerms.of(request.text());
    matters = vocabulary.in(terms.key());
    statistics = new TermStatistics(reader);
    List<TermStatistics.Weighed> own = statistics.weigh(terms.terms());
    own.removeIf(term -> !term.known() && terms.half(term.text()));
    weighed =
        own.stream().anyMatch(TermStatistics.Weighed::known) || terms.weak().isEmpty()
            ? own
            : statistics.weigh(terms.weak());
    number = NumberReference.in(request.text());
    String text = request.text();
    last =
        text.length() > STORY
            ? QueryTerms.of(text.substring(text.length() - END)).terms()
            : Set.of();
    keys = ExactKeys.asked(new TextScanner(), request.text());
  }

  /** The terms that are searched, the rarest first; those the index lacks are among them. */
  List<TermStatistics.Weighed> terms() {
    return weighed;
  }

  double greatestWeight() {
    return statistics.greatestWeight();
  }

  /** The question's characters and stems in their order. */
  String key() {
    return terms.key();
  }

  /** Whether the vocabulary knows what the question is about. */
  boolean understood() {
    return !matters.isEmpty();
  }

  /** Entries that are named, or quoted word for word. */
  Query exact() {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    number.ifPresent(
        found -> query.add(new TermQuery(new Term(EntryDocuments.ID, found)), Occur.SHOULD));
    for (String key : keys) {
      query.add(new TermQuery(new Term(EntryDocuments.EXACT, key)), Occur.SHOULD);
    }
    return filtered(query.build());
  }

  /** Entries that share a term with the question, or say in other words what is asked. */
  Query meant() throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    weighed.forEach(term -> add(query, term, last.contains(term.text()) ? LAST : 1));
    if (terms.key().length() <= SHORT) {
      for (String triple : Triples.of(new TextScanner(), request.text())) {
        query.add(new TermQuery(new Term(EntryDocuments.TRIPLE, triple)), Occur.SHOULD);
      }
    }
    float share = Math.min(1, FEW_MATTERS / Math.max(1, matters.size()));
    for (Vocabulary.Matter matter : matters) {
      for (String topic : matter.topics()) {
        query.add(
            new BoostQuery(
                new ConstantScoreQuery(new TermQuery(new Term(EntryDocuments.TOPIC, topic))),
                TOPIC * share),
            Occur.SHOULD);
      }
      said(matter).ifPresent(words -> query.add(new BoostQuery(words, share), Occur.SHOULD));
    }
    return filtered(query.build());
  }

  /** Entries that share only a character or the beginning of a word with a short question. */
  Query loose() throws IOException {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (String single : terms.singles()) {
      add(query, statistics.weigh(single), 1);
    }
    for (String beginning : terms.beginnings()) {
      for (String field : EntryDocuments.SEARCHED.keySet()) {
        query.add(new PrefixQuery(new Term(field, beginning)), Occur.SHOULD);
      }
    }
    return filtered(query.build());
  }

  private Optional<Query> said(Vocabulary.Matter matter) throws IOException {
    List<Query> words = new ArrayList<>();
    for (List<String> word : matter.said()) {
      if (clauses < MOST_CLAUSES) {
        if (word.size() == 1) {
          BooleanQuery.Builder fields = new BooleanQuery.Builder();
          add(fields, statistics.weigh(word.get(0)), SAID);
          words.add(fields.build());
        } else {
          phrase(word).ifPresent(words::add);
        }
      }
    }
    words.removeIf(query -> query instanceof BooleanQuery all && all.clauses().isEmpty());
    return words.isEmpty() ? Optional.empty() : Optional.of(new DisjunctionMaxQuery(words, OTHERS));
  }

  private Optional<Query> phrase(List<String> word) throws IOException {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String term : word) {
      BooleanQuery.Builder fields = new BooleanQuery.Builder();
      add(fields, statistics.weigh(term), SAID / word.size());
      BooleanQuery query = fields.build();
      if (query.clauses().isEmpty()) {
        return Optional.empty();
      }
      all.add(query, Occur.MUST);
    }
    return Optional.of(all.build());
  }

  private void add(BooleanQuery.Builder query, TermStatistics.Weighed term, float factor) {
    for (Map.Entry<String, Integer> field : term.fields().entrySet()) {
      float boost = EntryDocuments.SEARCHED.getOrDefault(field.getKey(), 1f) * factor;
      Query word = new TermQuery(new Term(field.getKey(), term.text()));
      query.add(new BoostQuery(word, boost), Occur.SHOULD);
      clauses++;
    }
  }

  /** The request's filters, as a query that matches all entries they leave, or empty. */
  Optional<Query> filter() {
    BooleanQuery.Builder filter = new BooleanQuery.Builder();
    if (!request.collections().isEmpty()) {
      BooleanQuery.Builder any = new BooleanQuery.Builder();
      for (String collection : request.collections()) {
        any.add(new TermQuery(new Term(EntryDocuments.COLLECTION, collection)), Occur.SHOULD);
      }
      filter.add(any.build(), Occur.FILTER);
    }
    for (String topic : request.topics()) {
      filter.add(new TermQuery(new Term(EntryDocuments.TOPIC, topic)), Occur.FILTER);
    }
    request
        .facts()
        .forEach(
            (name, value) -> {
              Term term = new Term(EntryDocuments.FACT, EntryDocuments.fact(name, value));
              filter.add(new TermQuery(term), Occur.FILTER);
            });
    BooleanQuery all = filter.build();
    return all.clauses().isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private Query filtered(BooleanQuery query) {
    if (query.clauses().isEmpty()) {
      return new MatchNoDocsQuery("nothing to search for");
    }
    Optional<Query> filter = filter();
    if (filter.isEmpty()) {
      return query;
    }
    return new BooleanQuery.Builder()
        .add(query, Occur.MUST)
        .add(filter.get(), Occur.FILTER)
        .build();
  }
}
