/** The contract of a hub by its public API: alone, or several that share a journal. */
@NullMarked
package dev.tidings.testkit.hub;

import org.jspecify.annotations.NullMarked;
