/**
 * Sessions: how a cursor's events become bytes that a sink takes, in turns. Exported to transports
 * only; nothing here is a promise to hosts.
 */
@NullMarked
package dev.tidings.internal.stream;

import org.jspecify.annotations.NullMarked;
