/**
 * A journal in memory that joins hubs of one JVM through stored bytes only, with faults on demand;
 * and the contract that every journal passes.
 */
@NullMarked
package dev.tidings.testkit.journal;

import org.jspecify.annotations.NullMarked;
