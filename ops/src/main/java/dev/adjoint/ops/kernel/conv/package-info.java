// SPDX-License-Identifier: Apache-2.0
/**
 * The kernels of convolution, and {@code ReferenceConv}, their oracle.
 *
 * <p>A convolution is a matrix product of the filter with a matrix that is never written down. A
 * {@code PolyphaseLayout} copies the channels of an image with their padding, so that the elements
 * under one tap at all output positions are one window into the copy, whatever the stride and
 * dilation. An {@link dev.adjoint.exec.gemm.indirect.IndirectRightProduct} multiplies such windows,
 * each given by an offset. The derivative by the input is the same on the cotangents, the
 * derivative by the filter an {@link dev.adjoint.exec.gemm.indirect.IndirectLeftProduct} along the
 * output positions. So one, two and three axes, groups and depthwise filters share one engine. A
 * group of one input channel has too few sums to fill the lanes of vectors, so there the lanes
 * divide a sum over output positions ({@code LaneProduct}).
 */
@NullMarked
package dev.adjoint.ops.kernel.conv;

import org.jspecify.annotations.NullMarked;
