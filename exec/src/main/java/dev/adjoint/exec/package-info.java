// SPDX-License-Identifier: Apache-2.0
/**
 * Compiles graphs to plans and runs them; knows kinds of operation, no operation by name.
 *
 * <ul>
 *   <li>{@link dev.adjoint.exec.Program} is a compiled graph, {@link dev.adjoint.exec.Runner} runs
 *       one again and again without allocating; {@link dev.adjoint.exec.CompileOptions} and {@link
 *       dev.adjoint.exec.Pass} say how it is compiled.
 *   <li>{@link dev.adjoint.exec.Interpreter} is the oracle: it evaluates a graph in the most
 *       obvious way.
 *   <li>The compiler's stages stand in {@code Compiler}; its passes in the package {@code pass},
 *       what they decide in {@link dev.adjoint.exec.plan}, the loops that run it in {@code loop}.
 *   <li>{@link dev.adjoint.exec.VectorSupport} tells whether kernels may use the Vector API.
 * </ul>
 */
@NullMarked
package dev.adjoint.exec;

import org.jspecify.annotations.NullMarked;
