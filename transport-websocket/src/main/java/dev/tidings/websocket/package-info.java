/**
 * Streams over WebSocket: a host's route decides who may read, upgrades the request, and each event
 * is a text message. The streams themselves, their limits and their end are the core's.
 */
@NullMarked
package dev.tidings.websocket;

import org.jspecify.annotations.NullMarked;
