// SPDX-License-Identifier: Apache-2.0
/**
 * Programs that show what Adjoint does, each small enough to read in one sitting. {@code ./run}
 * finds them in {@code examples/index.txt}: command, class and summary. What many of them use has
 * folders of its own: {@code command} the command line, {@code data} their data, {@code network}
 * their larger networks, {@code picture} what they draw.
 */
@NullMarked
package dev.adjoint.examples;

import org.jspecify.annotations.NullMarked;
