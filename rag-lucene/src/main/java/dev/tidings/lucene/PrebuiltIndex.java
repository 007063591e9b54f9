package dev.tidings.lucene;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.util.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of the embedded poems, which the build of this module makes and puts beside them.
 * Reading it costs a fraction of building it. Where it does not fit, because Lucene is of another
 * version or the poems were changed since, the index is built as any other.
 *
 * <p>It is public only because Maven runs it; hosts have no use for it.
 */
public final class PrebuiltIndex {
  private static final Logger LOG = LoggerFactory.getLogger(PrebuiltIndex.class);
  private static final String RESOURCE = "corpus/prebuilt.bin";

  private PrebuiltIndex() {}

  /** The call writes the index; the argument is the folder of the module's classes. */
  public static void main(String[] args) throws IOException {
    PoemCorpus corpus = PoemCorpus.embedded();
    PoemSource source = new PoemSource(corpus);
    Path file = Path.of(args[0]).resolve("dev/tidings/lucene").resolve(RESOURCE);
    try (Directory built = new ByteBuffersDirectory();
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      String fingerprint = IndexMark.fingerprint(source.fingerprint());
      IndexBuild.run(source, fingerprint, source::properties, built);
      out.writeUTF(Version.LATEST.toString());
      out.writeLong(corpus.checksum());
      String[] names = built.listAll();
      out.writeInt(names.length);
      for (String name : names) {
        try (IndexInput in = built.openInput(name, IOContext.READONCE)) {
          byte[] bytes = new byte[Math.toIntExact(in.length())];
          in.readBytes(bytes, 0, bytes.length);
          out.writeUTF(name);
          out.writeInt(bytes.length);
          out.write(bytes);
        }
      }
    }
  }

  /** The index of a corpus, if it is the embedded one; the caller closes it. */
  static Optional<Directory> of(PoemCorpus corpus) {
    if (!corpus.isEmbedded()) {
      return Optional.empty();
    }
    try (InputStream in = PrebuiltIndex.class.getResourceAsStream(RESOURCE)) {
      return in == null ? Optional.empty() : read(new DataInputStream(in), corpus.checksum());
    } catch (IOException e) {
      LOG.warn("Prebuilt index cannot be read, the poems are indexed anew", e);
      return Optional.empty();
    }
  }

  private static Optional<Directory> read(DataInputStream in, long checksum) throws IOException {
    String version = in.readUTF();
    if (!version.equals(Version.LATEST.toString()) || in.readLong() != checksum) {
      LOG.debug("Prebuilt index is of Lucene {} or of other poems: built anew", version);
      return Optional.empty();
    }
    Directory directory = new ByteBuffersDirectory();
    for (int left = in.readInt(); left > 0; left--) {
      String name = in.readUTF();
      byte[] bytes = in.readNBytes(in.readInt());
      try (IndexOutput out = directory.createOutput(name, IOContext.DEFAULT)) {
        out.writeBytes(bytes, bytes.length);
      }
    }
    return Optional.of(directory);
  }
}
