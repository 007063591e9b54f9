/**
 * Measures retrieval: queries generated from every line of the corpora, and judged life questions,
 * run through one way of searching after another.
 */
@NullMarked
package dev.tidings.evaluation;

import org.jspecify.annotations.NullMarked;
