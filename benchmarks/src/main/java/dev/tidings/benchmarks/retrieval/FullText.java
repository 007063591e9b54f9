package dev.tidings.benchmarks.retrieval;

import dev.tidings.lucene.Entry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** SQLite's FTS5 with trigrams: what a team would use that has no search engine. */
final class FullText implements AutoCloseable {
  private static final int BATCH = 10_000;
  private final Connection connection;
  private final PreparedStatement search;

  FullText(Path file, int size) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA journal_mode=OFF");
      statement.execute("PRAGMA synchronous=OFF");
      statement.execute("CREATE VIRTUAL TABLE poems USING fts5(title, text, tokenize='trigram')");
    }
    connection.setAutoCommit(false);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO poems(rowid, title, text) VALUES (?, ?, ?)")) {
      for (int number = 1; number <= size; number++) {
        Entry entry = Synthetic.entry(number);
        insert.setInt(1, number);
        insert.setString(2, entry.title());
        insert.setString(3, entry.text());
        insert.addBatch();
        if (number % BATCH == 0) {
          insert.executeBatch();
        }
      }
      insert.executeBatch();
    }
    connection.commit();
    search =
        connection.prepareStatement(
            "SELECT rowid, title, text FROM poems WHERE poems MATCH ? ORDER BY bm25(poems) LIMIT 10");
  }

  /** The numbers of the ten best that have any of the text's trigrams. */
  List<Integer> search(String text) throws SQLException {
    String plain = text.replace("，", "");
    String any =
        IntStream.rangeClosed(0, plain.length() - 3)
            .mapToObj(i -> '"' + plain.substring(i, i + 3) + '"')
            .collect(Collectors.joining(" OR "));
    search.setString(1, any);
    List<Integer> found = new ArrayList<>();
    try (ResultSet rows = search.executeQuery()) {
      while (rows.next()) {
        found.add(rows.getInt(1));
        rows.getString(3);
      }
    }
    return found;
  }

  @Override
  public void close() throws SQLException {
    search.close();
    connection.close();
  }
}
