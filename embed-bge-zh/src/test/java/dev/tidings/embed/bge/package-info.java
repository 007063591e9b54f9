/** Tests of the embedder, with its real model. */
@NullMarked
package dev.tidings.embed.bge;

import org.jspecify.annotations.NullMarked;
