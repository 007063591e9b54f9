/**
 * How a task works: the worker's side and its way to the journal, the state and the log that follow
 * from its entries, and who reads that; and the hub that keeps all tasks. Not exported: nothing
 * here is a promise to hosts.
 */
@NullMarked
package dev.tidings.internal.task;

import org.jspecify.annotations.NullMarked;
