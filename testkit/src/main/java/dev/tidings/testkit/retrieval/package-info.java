/** The contract of a retriever, and a listener that writes down its steps. */
@NullMarked
package dev.tidings.testkit.retrieval;

import org.jspecify.annotations.NullMarked;
