/**
 * Retrieval-augmented generation with true progress: the ports {@link dev.tidings.rag.Retriever}
 * and {@link dev.tidings.rag.ChatModel}, and {@link dev.tidings.rag.RagPipeline} which runs them
 * and reports what really happens.
 */
@NullMarked
package dev.tidings.rag;

import org.jspecify.annotations.NullMarked;
