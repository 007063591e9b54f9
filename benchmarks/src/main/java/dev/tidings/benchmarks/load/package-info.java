/**
 * The same load on four servers, one after another on loopback: Tidings on Javalin, plain Javalin,
 * Spring MVC, and a bare writer of the same bytes as the floor.
 */
@NullMarked
package dev.tidings.benchmarks.load;

import org.jspecify.annotations.NullMarked;
