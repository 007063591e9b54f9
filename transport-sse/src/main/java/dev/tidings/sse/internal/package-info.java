/**
 * How events become bytes and how sessions write them. Not exported: nothing here is a promise to
 * hosts.
 */
@NullMarked
package dev.tidings.sse.internal;

import org.jspecify.annotations.NullMarked;
