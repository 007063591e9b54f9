/** Tests of what is measured with, and that the figures stay. */
@NullMarked
package dev.tidings.evaluation;

import org.jspecify.annotations.NullMarked;
