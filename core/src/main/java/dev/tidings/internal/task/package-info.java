/**
 * How the log, the tracker and the timers work. Not exported: nothing here is a promise to hosts.
 */
@NullMarked
package dev.tidings.internal.task;

import org.jspecify.annotations.NullMarked;
