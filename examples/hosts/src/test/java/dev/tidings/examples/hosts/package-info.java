/** Runs each host on a free port and watches a task through it. */
@NullMarked
package dev.tidings.examples.hosts;

import org.jspecify.annotations.NullMarked;
