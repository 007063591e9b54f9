package dev.tidings.lucene;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.store.Directory;

/**
 * Writes a source into a directory, in place of what was there.
 *
 * <p>There is one commit, at the end. Lucene writes new files beside those of the commit that is
 * there, and a commit is one rename; so whenever the process dies, the directory holds the old
 * index or the new one, and leftovers that the next builder removes.
 */
final class IndexBuild {
  /** Rows wait in memory for their segment up to this many mebibytes. */
  static final double BUFFER_MIB = 64;

  private IndexBuild() {}

  /**
   * Builds the index.
   *
   * @param fingerprint of the source
   * @param properties asked for once all entries were read
   * @throws IOException if the source cannot be read, or the directory not be written; it then
   *     holds what it held before
   */
  static void run(
      EntrySource source,
      String fingerprint,
      Supplier<Map<String, String>> properties,
      Directory directory)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(OpenMode.CREATE)
            .setCommitOnClose(false)
            .setRAMBufferSizeMB(BUFFER_MIB);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      EntryDocuments documents = new EntryDocuments();
      source.forEach(
          entry ->
              writer.updateDocument(
                  EntryDocuments.key(entry.collection(), entry.id()), documents.of(entry, null)));
      // One segment is searched fastest. Up to a buffer's size it keeps the order of the entries,
      // which breaks ties; of more, Lucene puts the largest pieces first.
      writer.forceMerge(1);
      writer.setLiveCommitData(new IndexMark(fingerprint, properties.get()).toCommit().entrySet());
      writer.commit();
    }
  }
}
