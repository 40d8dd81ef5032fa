/** The proof: numerical differentiation set against the rules of differentiation. */
@NullMarked
package dev.adjoint.gradcheck;

import org.jspecify.annotations.NullMarked;
