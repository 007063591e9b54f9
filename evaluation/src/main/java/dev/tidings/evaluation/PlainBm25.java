package dev.tidings.evaluation;

import dev.tidings.lucene.Poem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/**
 * The row that others are compared with: BM25 over pairs of characters as they are and English
 * stems, single characters only when no pair is found. It is what the module did at first.
 */
public final class PlainBm25 implements Ranker, AutoCloseable {
  private static final Analyzer ENGLISH = new EnglishAnalyzer();
  private static final Analyzer PAIRS = new Cjk(false);
  private static final Analyzer PAIRS_AND_SINGLES = new Cjk(true);
  private static final Map<String, Float> FIELDS =
      Map.of("title", 2f, "verse", 1.5f, "theme", 1.5f, "story", 1f);

  private final Directory directory = new ByteBuffersDirectory();
  private final DirectoryReader reader;
  private final List<Poem> poems;

  /** An index of poems. */
  public PlainBm25(List<Poem> poems) throws IOException {
    this.poems = List.copyOf(poems);
    Analyzer analyzer = new PerFieldAnalyzerWrapper(PAIRS_AND_SINGLES, Map.of("theme_en", ENGLISH));
    try (IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer))) {
      for (Poem poem : poems) {
        Document document = new Document();
        document.add(new StringField("deity_id", poem.deityId(), Store.NO));
        document.add(new TextField("title", poem.title(), Store.NO));
        document.add(new TextField("verse", String.join("\n", poem.lines()), Store.NO));
        document.add(new TextField("story", poem.story(), Store.NO));
        String themes =
            poem.themes().entrySet().stream()
                .filter(theme -> !theme.getKey().equals("en"))
                .map(Map.Entry::getValue)
                .collect(Collectors.joining("\n"));
        document.add(new TextField("theme", themes, Store.NO));
        document.add(new TextField("theme_en", poem.themes().getOrDefault("en", ""), Store.NO));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
    }
    reader = DirectoryReader.open(directory);
  }

  @Override
  public List<PoemRef> rank(String text, @Nullable String deityId, int limit) {
    try {
      List<PoemRef> found = run(query(text, PAIRS, deityId), limit);
      return found.isEmpty() ? run(query(text, PAIRS_AND_SINGLES, deityId), limit) : found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<PoemRef> run(@Nullable Query query, int limit) throws IOException {
    List<PoemRef> found = new ArrayList<>();
    if (query != null) {
      for (ScoreDoc hit : new IndexSearcher(reader).search(query, limit).scoreDocs) {
        Poem poem = poems.get(hit.doc);
        found.add(new PoemRef(poem.deityId(), poem.number()));
      }
    }
    return found;
  }

  private static @Nullable Query query(String text, Analyzer cjk, @Nullable String deityId)
      throws IOException {
    BooleanQuery.Builder words = new BooleanQuery.Builder();
    for (String term : terms(text, cjk)) {
      FIELDS.forEach((field, boost) -> words.add(word(field, term, boost), Occur.SHOULD));
    }
    for (String stem : terms(text, ENGLISH)) {
      words.add(word("theme_en", stem, 1.5f), Occur.SHOULD);
    }
    BooleanQuery query = words.build();
    if (query.clauses().isEmpty()) {
      return null;
    }
    return deityId == null
        ? query
        : new BooleanQuery.Builder()
            .add(query, Occur.MUST)
            .add(new TermQuery(new Term("deity_id", deityId)), Occur.FILTER)
            .build();
  }

  private static Query word(String field, String term, float boost) {
    return new BoostQuery(new TermQuery(new Term(field, term)), boost);
  }

  private static Set<String> terms(String text, Analyzer analyzer) throws IOException {
    int most = (IndexSearcher.getMaxClauseCount() - 1) / (FIELDS.size() + 1);
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

  @Override
  public void close() throws IOException {
    reader.close();
    directory.close();
  }

  private static final class Cjk extends Analyzer {
    private final boolean singles;

    Cjk(boolean singles) {
      this.singles = singles;
    }

    @Override
    protected TokenStreamComponents createComponents(String field) {
      Tokenizer words = new StandardTokenizer();
      TokenStream terms = new LowerCaseFilter(new CJKWidthFilter(words));
      int scripts =
          CJKBigramFilter.HAN
              | CJKBigramFilter.HIRAGANA
              | CJKBigramFilter.KATAKANA
              | CJKBigramFilter.HANGUL;
      return new TokenStreamComponents(words, new CJKBigramFilter(terms, scripts, singles));
    }
  }
}
