package dev.tidings.lucene;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;

/** The fields of a poem's document. A change here raises the format in {@link PoemCorpus}. */
final class PoemDocuments {
  /** One term: deity id and number. */
  static final String KEY = "key";

  static final String DEITY_ID = "deity_id";

  /** The number as a doc value, to be known before the poem is read. */
  static final String NUMBER = "number";

  /** The whole poem as its corpus row, stored. */
  static final String ROW = "row";

  static final String TITLE = "title";
  static final String VERSE = "verse";
  static final String STORY = "story";

  /** The themes in all languages but English. */
  static final String THEME = "theme";

  static final String THEME_EN = "theme_en";

  private PoemDocuments() {}

  static Analyzer analyzer() {
    return new PerFieldAnalyzerWrapper(
        PoemAnalyzers.PAIRS_AND_SINGLES, Map.of(THEME_EN, PoemAnalyzers.ENGLISH));
  }

  static Document of(Poem poem) {
    Document document = new Document();
    String key = new PoemKey(poem.deityId(), poem.number()).term();
    document.add(new StringField(KEY, key, Store.NO));
    document.add(new StringField(DEITY_ID, poem.deityId(), Store.NO));
    document.add(new NumericDocValuesField(NUMBER, poem.number()));
    document.add(new StoredField(ROW, CorpusRow.write(poem)));
    document.add(new TextField(TITLE, poem.title(), Store.NO));
    document.add(new TextField(VERSE, String.join("\n", poem.lines()), Store.NO));
    document.add(new TextField(STORY, poem.story(), Store.NO));
    document.add(new TextField(THEME, themesButEnglish(poem), Store.NO));
    document.add(new TextField(THEME_EN, poem.themes().getOrDefault("en", ""), Store.NO));
    return document;
  }

  private static String themesButEnglish(Poem poem) {
    return poem.themes().entrySet().stream()
        .filter(theme -> !theme.getKey().equals("en"))
        .map(Map.Entry::getValue)
        .collect(Collectors.joining("\n"));
  }
}
