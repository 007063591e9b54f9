package dev.tidings.lucene;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** Changes to an index that is there, which become one commit together. */
final class IndexChanges {
  private final IndexWriter writer;
  private final EntryDocuments documents = new EntryDocuments();

  private IndexChanges(IndexWriter writer) {
    this.writer = writer;
  }

  /** What is to be changed. */
  interface Work {
    void run(IndexChanges changes) throws IOException;
  }

  /** Runs the work and commits; the directory is as before if either fails. */
  static void run(Directory directory, Work work) throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig().setOpenMode(OpenMode.APPEND).setCommitOnClose(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      Map<String, String> mark = new HashMap<>();
      writer.getLiveCommitData().forEach(pair -> mark.put(pair.getKey(), pair.getValue()));
      work.run(new IndexChanges(writer));
      writer.setLiveCommitData(mark.entrySet());
      writer.commit();
    }
  }

  void put(Collection<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      put(entry, null);
    }
  }

  void put(Entry entry, EntryDocuments.@Nullable Meant meant) throws IOException {
    writer.updateDocument(
        EntryDocuments.key(entry.collection(), entry.id()), documents.of(entry, meant));
  }

  /** One segment, as after a build: searched fastest. */
  void gather() throws IOException {
    writer.forceMerge(1);
  }

  void delete(String collection, String id) throws IOException {
    writer.deleteDocuments(EntryDocuments.key(collection, id));
  }
}
