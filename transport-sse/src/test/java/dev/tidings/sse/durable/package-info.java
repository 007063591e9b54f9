/**
 * A server of the whole Durable Streams protocol over tasks, as far as a public test suite needs
 * one: what is appended are the facts of a task, and what is read goes the way of every task.
 */
@NullMarked
package dev.tidings.sse.durable;

import org.jspecify.annotations.NullMarked;
