// SPDX-License-Identifier: Apache-2.0
/**
 * Checks of gradients in tests.
 *
 * <ul>
 *   <li>{@link dev.adjoint.gradcheck.junit.GradChecked} makes a test of JUnit 5 out of an op or a
 *       factory: one test for each sample. {@code GradCheckedExtension} carries it out.
 *   <li>{@link dev.adjoint.gradcheck.junit.TensorArbitraries} draws shapes, tensors and graphs for
 *       properties of jqwik.
 * </ul>
 */
@NullMarked
package dev.adjoint.gradcheck.junit;

import org.jspecify.annotations.NullMarked;
