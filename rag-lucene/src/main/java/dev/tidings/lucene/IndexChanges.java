package dev.tidings.lucene;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.jspecify.annotations.Nullable;

/** Changes to an index that is there, which become one commit together. */
final class IndexChanges {
  /** Said by a commit whose segments are still to be gathered. */
  private static final String PARTS = "dev.tidings.lucene.parts";

  private final IndexWriter writer;
  private final Map<String, String> mark = new HashMap<>();
  private final EntryDocuments documents = new EntryDocuments();

  private IndexChanges(IndexWriter writer) {
    this.writer = writer;
    writer.getLiveCommitData().forEach(pair -> mark.put(pair.getKey(), pair.getValue()));
  }

  /** What is to be changed. */
  interface Work {
    void run(IndexChanges changes) throws IOException;
  }

  /** Whether more changes follow at once. */
  enum Extent {
    /** None: segments that have become many are joined, on this thread. */
    WHOLE,
    /**
     * Many, and {@link #gather} at their end: to join segments before, or to take pains with the
     * vectors' graphs, would be in vain.
     */
    PART
  }

  /**
   * Runs the work and commits; the directory is as before if either fails.
   *
   * <p>Whatever joins segments has to do so before the commit. A thread in the background, as is
   * Lucene's default, would be at it when the writer is closed; its work, which with vectors is
   * most of all, would be waited for and thrown away, at every commit again.
   */
  static void run(Directory directory, VectorStorage vectors, Extent extent, Work work)
      throws IOException {
    IndexWriterConfig config =
        new IndexWriterConfig()
            .setOpenMode(OpenMode.APPEND)
            .setCommitOnClose(false)
            .setRAMBufferSizeMB(IndexBuild.BUFFER_MIB)
            .setCodec(extent == Extent.PART ? VectorCodec.hasty() : vectors.codec())
            .setMergeScheduler(new SerialMergeScheduler());
    if (extent == Extent.PART) {
      config.setMergePolicy(NoMergePolicy.INSTANCE);
    }
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      IndexChanges changes = new IndexChanges(writer);
      if (extent == Extent.PART) {
        changes.mark.put(PARTS, "");
      }
      work.run(changes);
      writer.flush();
      writer.setLiveCommitData(changes.mark.entrySet());
      writer.commit();
    }
  }

  /** Whether parts of a larger change are in the index, and were not gathered. */
  static boolean inParts(DirectoryReader reader) throws IOException {
    return reader.getIndexCommit().getUserData().containsKey(PARTS);
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
    mark.remove(PARTS);
  }

  void delete(String collection, String id) throws IOException {
    writer.deleteDocuments(EntryDocuments.key(collection, id));
  }
}
