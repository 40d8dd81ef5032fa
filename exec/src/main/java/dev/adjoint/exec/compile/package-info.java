// SPDX-License-Identifier: Apache-2.0
/**
 * From a graph to something that runs: {@code Compiler} goes through the phases in order, {@link
 * dev.adjoint.exec.compile.Pipeline} lists the passes over graphs, {@link
 * dev.adjoint.exec.compile.ProgramCache} keeps the compiled executables.
 */
@NullMarked
package dev.adjoint.exec.compile;

import org.jspecify.annotations.NullMarked;
