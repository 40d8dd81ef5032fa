/** Compiles graphs to plans and runs them; knows kinds of operation, no operation by name. */
@NullMarked
package dev.adjoint.exec;

import org.jspecify.annotations.NullMarked;
