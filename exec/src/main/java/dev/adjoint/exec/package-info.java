// SPDX-License-Identifier: Apache-2.0
/**
 * Compiles graphs to plans and runs them; knows kinds of operation, no operation by name.
 *
 * <ul>
 *   <li>{@link dev.adjoint.exec.Program} is a compiled graph, {@link dev.adjoint.exec.Runner} runs
 *       one again and again without allocating; {@link dev.adjoint.exec.CompileOptions} says how it
 *       is compiled.
 *   <li>{@link dev.adjoint.exec.Interpreter} is the oracle: it evaluates a graph in the most
 *       obvious way.
 * </ul>
 *
 * <p>The rooms beneath, each knowing only those further down:
 *
 * <ul>
 *   <li>{@code compile} the phases in order, and the cache of compiled programs
 *   <li>{@code pass} from graph to graph: {@code simplify}, {@code merge}, {@code fuse}, all on
 *       {@code rewrite}
 *   <li>{@code schedule} from graph to {@link dev.adjoint.exec.plan}: order and memory
 *   <li>{@code step} the code that runs the steps of a plan, on {@code emit}, which generates
 *       loops, and {@code block}, which interprets them
 *   <li>{@code ir} the compiler's own ops and their properties for passes
 *   <li>{@code gemm} the matrix product, {@code math} the functions of one number
 *   <li>{@link dev.adjoint.exec.machine} vectors and threads, {@code bytecode} generated classes
 * </ul>
 */
@NullMarked
package dev.adjoint.exec;

import org.jspecify.annotations.NullMarked;
