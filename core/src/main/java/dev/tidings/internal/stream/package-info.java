/**
 * How a client's stream works: a session reads what is new in turns, its outbox makes bounded
 * writes of that, and its sink takes them. Exported to the testkit only, whose dialect contract
 * opens sessions; nothing here is a promise to hosts.
 */
@NullMarked
package dev.tidings.internal.stream;

import org.jspecify.annotations.NullMarked;
