/**
 * The port to a journal that several processes share, and the entries that are kept in it, in their
 * stored form.
 */
@NullMarked
package dev.tidings.journal;

import org.jspecify.annotations.NullMarked;
