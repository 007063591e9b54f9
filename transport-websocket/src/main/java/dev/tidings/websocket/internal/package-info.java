/**
 * What stands between a container's WebSocket and a session. Not exported: nothing here is a
 * promise to hosts.
 */
@NullMarked
package dev.tidings.websocket.internal;

import org.jspecify.annotations.NullMarked;
