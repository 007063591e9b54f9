/**
 * An {@link dev.tidings.rag.Embedder} that runs in the process and needs no network. Its model is
 * of Chinese: other languages' texts are far from their meaning.
 */
@NullMarked
package dev.tidings.embed.bge;

import org.jspecify.annotations.NullMarked;
