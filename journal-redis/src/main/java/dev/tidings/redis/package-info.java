/**
 * A journal on Redis Streams or Valkey: the processes that name the same store and prefix start,
 * follow and end each other's tasks.
 */
@NullMarked
package dev.tidings.redis;

import org.jspecify.annotations.NullMarked;
