// SPDX-License-Identifier: Apache-2.0
/**
 * The kernels of Winograd's minimal filtering algorithm for convolution, and {@code
 * ReferenceWinograd}, their oracle.
 *
 * <p>2 × 2 output positions are computed at once in 16 multiplications instead of 36 (Lavin and
 * Gray, <i>Fast Algorithms for Convolutional Neural Networks</i>, 2016). {@code TileTransform}
 * transforms tiles of the image by additions alone, each of their sixteen elements is a matrix
 * product over the channels, and {@code TileInverse} adds up the results. Channels are interleaved
 * on the way, so that every step works on contiguous elements. A strip of tiles fits the
 * second-level cache.
 */
@NullMarked
package dev.adjoint.ops.kernel.winograd;

import org.jspecify.annotations.NullMarked;
