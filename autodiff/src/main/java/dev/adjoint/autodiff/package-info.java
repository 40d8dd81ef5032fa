/** The chain rule: gradients of expressions, as expressions. */
@NullMarked
package dev.adjoint.autodiff;

import org.jspecify.annotations.NullMarked;
