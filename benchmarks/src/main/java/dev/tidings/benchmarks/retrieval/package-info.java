/** How retrieval bears up as a corpus grows, beside SQLite's full-text search and a hash map. */
@NullMarked
package dev.tidings.benchmarks.retrieval;

import org.jspecify.annotations.NullMarked;
