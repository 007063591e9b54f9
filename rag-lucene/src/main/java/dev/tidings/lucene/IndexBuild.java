package dev.tidings.lucene;

import java.io.IOException;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.IndexWriterConfig.OpenMode;
import org.apache.lucene.store.Directory;

/** Writes a corpus into a directory, in place of what was there. */
final class IndexBuild {
  private IndexBuild() {}

  /**
   * Builds the index.
   *
   * @throws PoemCorpusException if the corpus has an error; the directory is untouched then
   */
  static void run(PoemCorpus corpus, Directory directory) throws IOException {
    PoemSets sets = corpus.parse();
    IndexWriterConfig config =
        new IndexWriterConfig(PoemDocuments.analyzer())
            .setOpenMode(OpenMode.CREATE)
            .setCommitOnClose(false);
    try (IndexWriter writer = new IndexWriter(directory, config)) {
      // Without this first commit a crash would leave files that look like somebody else's.
      commit(writer, IndexMark.UNFINISHED);
      for (Poem poem : sets.poems()) {
        writer.addDocument(PoemDocuments.of(poem));
      }
      // One segment keeps the order of the poems, which breaks ties between equal scores.
      writer.forceMerge(1);
      commit(writer, new IndexMark(corpus.fingerprint(), sets.deities()));
    }
  }

  private static void commit(IndexWriter writer, IndexMark mark) throws IOException {
    writer.setLiveCommitData(mark.toCommit().entrySet());
    writer.commit();
  }
}
