/** Single operations under JMH, beside what a Java team would use otherwise. */
@NullMarked
package dev.tidings.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
