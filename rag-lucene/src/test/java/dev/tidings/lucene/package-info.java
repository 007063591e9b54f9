/** Tests of the poem index and its corpora. */
@NullMarked
package dev.tidings.lucene;

import org.jspecify.annotations.NullMarked;
