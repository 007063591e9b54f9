package dev.tidings.lucene;

import org.apache.lucene.codecs.Codec;

/**
 * How an index keeps its vectors. Either is read whatever a later opening asks for; what is asked
 * for is how the vectors are written from then on.
 */
public enum VectorStorage {
  /** As they are. */
  FLOATS {
    @Override
    Codec codec() {
      return Codec.getDefault();
    }
  },

  /**
   * The vectors are kept, and beside them once more in a quarter of their size, a byte a number;
   * searches read those alone. So they take a quarter more room on the disk, and a quarter of the
   * memory that is best left to the system for reading fast.
   */
  QUANTISED {
    @Override
    Codec codec() {
      return VectorCodec.quantising();
    }
  };

  abstract Codec codec();
}
