/**
 * The two routes every host needs, one to ask and one to watch, as small as they can be. The
 * documentation shows parts of these files; a test runs them.
 */
@NullMarked
package dev.tidings.examples.hosts;

import org.jspecify.annotations.NullMarked;
