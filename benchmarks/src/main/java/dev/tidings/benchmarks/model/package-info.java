/**
 * What a client of language models costs, and how it ends when an endpoint misbehaves: this
 * library's beside others, and beside okhttp-sse with no more than it takes to get at the text.
 */
package dev.tidings.benchmarks.model;
