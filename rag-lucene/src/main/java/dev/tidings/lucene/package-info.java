/**
 * Poems drawn by number, found by number or by what they say: {@link dev.tidings.lucene.PoemIndex}
 * is the {@link dev.tidings.rag.Retriever} over them. A {@link dev.tidings.lucene.PoemCorpus} is
 * where they come from: the embedded poems of Guan Yu, and JSON Lines files of the host's own.
 */
@NullMarked
package dev.tidings.lucene;

import org.jspecify.annotations.NullMarked;
