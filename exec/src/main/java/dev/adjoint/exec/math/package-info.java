// SPDX-License-Identifier: Apache-2.0
/**
 * The transcendental functions, written in the arithmetic of the scalar language: {@link
 * dev.adjoint.exec.math.Expansion} replaces the instructions exp, log, sin and their like by
 * straight-line code of additions, multiplications, fused multiply-adds, comparisons, selects and
 * integer bit work. Each of these is exact or rounded as IEEE 754 says, so the functions have the
 * same bits in an interpreter, in scalar code and in vectors of any width.
 *
 * <p>One function is one file and states its largest error, measured over its whole range. Nothing
 * branches, nothing is converted between integers and floating numbers (a bit pattern does it), and
 * no rounding instruction is used: adding and taking away a large number rounds as well. So every
 * step is one instruction of every vector unit.
 *
 * <p>A composition of these functions that is to be rounded once, such as the activation of an op,
 * takes {@link dev.adjoint.exec.math.DoubleWord double words}.
 *
 * <p>The coefficients are derived by {@code exec/src/test/python/coefficients.py}.
 */
@NullMarked
package dev.adjoint.exec.math;

import org.jspecify.annotations.NullMarked;
