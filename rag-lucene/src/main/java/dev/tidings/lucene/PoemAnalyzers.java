package dev.tidings.lucene;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/** How text becomes terms. Each analyzer is thread-safe and lives as long as the class. */
final class PoemAnalyzers {
  /** English: stems, and no stop words. */
  static final Analyzer ENGLISH = new EnglishAnalyzer();

  /** Chinese and Japanese as pairs of neighbouring characters; one alone is its own term. */
  static final Analyzer PAIRS = new CjkAnalyzer(false);

  /** The same pairs, and every single character besides. */
  static final Analyzer PAIRS_AND_SINGLES = new CjkAnalyzer(true);

  private PoemAnalyzers() {}

  /**
   * The chain of Lucene's own {@code CJKAnalyzer}, which cannot be told to keep single characters
   * and drops English stop words, which a name may be.
   */
  private static final class CjkAnalyzer extends Analyzer {
    private final boolean singles;

    CjkAnalyzer(boolean singles) {
      this.singles = singles;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      TokenStream terms = new CJKWidthFilter(words);
      terms = new LowerCaseFilter(terms);
      int scripts =
          CJKBigramFilter.HAN
              | CJKBigramFilter.HIRAGANA
              | CJKBigramFilter.KATAKANA
              | CJKBigramFilter.HANGUL;
      return new TokenStreamComponents(words, new CJKBigramFilter(terms, scripts, singles));
    }

    @Override
    protected TokenStream normalize(String field, TokenStream terms) {
      return new LowerCaseFilter(new CJKWidthFilter(terms));
    }
  }
}
