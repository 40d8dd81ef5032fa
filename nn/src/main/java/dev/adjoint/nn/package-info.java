/** Layers, losses, optimizers and training, all composed of expressions. */
@NullMarked
package dev.adjoint.nn;

import org.jspecify.annotations.NullMarked;
