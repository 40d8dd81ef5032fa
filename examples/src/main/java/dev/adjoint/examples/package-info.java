/** Programs that show what Adjoint does, each small enough to read in one sitting. */
@NullMarked
package dev.adjoint.examples;

import org.jspecify.annotations.NullMarked;
