// SPDX-License-Identifier: Apache-2.0
/**
 * How far the functions of one argument, and their derivatives, are from the true values: a program
 * that measures it and writes {@code docs/accuracy.md}.
 *
 * <p>The reference stands on nothing of the framework: {@link dev.adjoint.benchmarks.accuracy.Wide}
 * is a number of some hundred bits, and the functions of such numbers are made of textbook series.
 */
@NullMarked
package dev.adjoint.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
