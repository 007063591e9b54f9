package dev.tidings.lucene;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/**
 * Turns what a user typed into a query. The text goes through analysis only, never through a query
 * parser, so nothing in it is syntax.
 */
final class PoemQueries {
  private static final float THEME = 1.5f;

  /** A hit in the title or the verse says more than one in the long story. */
  private static final Map<String, Float> CJK_FIELDS =
      Map.of(
          PoemDocuments.TITLE, 2f,
          PoemDocuments.VERSE, 1.5f,
          PoemDocuments.THEME, THEME,
          PoemDocuments.STORY, 1f);

  private static final int FIELDS = CJK_FIELDS.size() + 1;

  /** How many characters at a stem's end may differ when a word only has to begin alike. */
  private static final int ENDING = 2;

  private static final int SHORTEST_BEGINNING = 4;

  private PoemQueries() {}

  static Query byKey(PoemKey key) {
    return new TermQuery(new Term(PoemDocuments.KEY, key.term()));
  }

  /**
   * Poems that share a word, or a pair of characters, with the text.
   *
   * @param deityId whose poems, or null for all
   * @return empty if the text has no term in it
   */
  static Optional<Query> closely(String text, @Nullable String deityId) throws IOException {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    addCjk(words, terms(text, PoemAnalyzers.PAIRS));
    for (String stem : terms(text, PoemAnalyzers.ENGLISH)) {
      words.add(word(PoemDocuments.THEME_EN, stem, THEME), Occur.SHOULD);
    }
    return of(words.build(), deityId);
  }

  /**
   * Poems that share a single character with the text, or a word that begins alike, as
   * <i>patient</i> does with <i>patience</i>, which have different stems: far more, and less to the
   * point.
   */
  static Optional<Query> loosely(String text, @Nullable String deityId) throws IOException {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    addCjk(words, terms(text, PoemAnalyzers.PAIRS_AND_SINGLES));
    for (String stem : terms(text, PoemAnalyzers.ENGLISH)) {
      if (stem.length() >= SHORTEST_BEGINNING + ENDING) {
        Term beginning =
            new Term(PoemDocuments.THEME_EN, stem.substring(0, stem.length() - ENDING));
        words.add(new PrefixQuery(beginning), Occur.SHOULD);
      }
    }
    return of(words.build(), deityId);
  }

  private static void addCjk(BooleanQuery.Builder words, Set<String> terms) {
    for (String term : terms) {
      CJK_FIELDS.forEach((field, boost) -> words.add(word(field, term, boost), Occur.SHOULD));
    }
  }

  private static Optional<Query> of(BooleanQuery query, @Nullable String deityId) {
    if (query.clauses().isEmpty()) {
      return Optional.empty();
    }
    if (deityId == null) {
      return Optional.of(query);
    }
    return Optional.of(
        new BooleanQuery.Builder()
            .add(query, Occur.MUST)
            .add(new TermQuery(new Term(PoemDocuments.DEITY_ID, deityId)), Occur.FILTER)
            .build());
  }

  private static Query word(String field, String term, float boost) {
    return new BoostQuery(new TermQuery(new Term(field, term)), boost);
  }

  /** The different terms of a text, in their order; the first ones only when there are many. */
  private static Set<String> terms(String text, Analyzer analyzer) throws IOException {
    // Lucene throws at more clauses than this, and each term is one in each field; one is the
    // deity's.
    int most = (IndexSearcher.getMaxClauseCount() - 1) / FIELDS;
    Set<String> terms = new LinkedHashSet<>();
    try (TokenStream stream = analyzer.tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (terms.size() < most && stream.incrementToken()) {
        terms.add(term.toString());
      }
    }
    return terms;
  }
}
