/**
 * Short texts found by what they are called, by what they say, and by what they mean: {@link
 * dev.tidings.lucene.LuceneIndex} is the {@link dev.tidings.rag.Retriever} over any, {@link
 * dev.tidings.lucene.PoemIndex} its face for poems that are drawn by number. An {@link
 * dev.tidings.lucene.EntrySource} or a {@link dev.tidings.lucene.PoemCorpus} is where they come
 * from.
 */
@NullMarked
package dev.tidings.lucene;

import org.jspecify.annotations.NullMarked;
