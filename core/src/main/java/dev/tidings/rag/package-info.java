/**
 * Retrieval-augmented generation with true progress: {@link dev.tidings.rag.RagPipeline} looks
 * passages up, writes the prompt, has a model answer, and reports what really happens. The ports
 * are {@link dev.tidings.rag.Retriever}, {@link dev.tidings.rag.Reranker}, {@link
 * dev.tidings.rag.PromptTemplate}, {@link dev.tidings.rag.ChatModel}, and for those who search by
 * meaning {@link dev.tidings.rag.Embedder}.
 */
@NullMarked
package dev.tidings.rag;

import org.jspecify.annotations.NullMarked;
