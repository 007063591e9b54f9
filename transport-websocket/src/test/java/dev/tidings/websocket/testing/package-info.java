/** Real containers and clients that read well or badly. */
@NullMarked
package dev.tidings.websocket.testing;

import org.jspecify.annotations.NullMarked;
