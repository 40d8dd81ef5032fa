// SPDX-License-Identifier: Apache-2.0
/**
 * Attention, and what transformers are made of.
 *
 * <ul>
 *   <li>{@link dev.adjoint.nn.layer.attention.AttentionLayer}s: {@link
 *       dev.adjoint.nn.layer.attention.MultiHeadAttention}, {@link
 *       dev.adjoint.nn.layer.attention.DotProductAttention} and {@link
 *       dev.adjoint.nn.layer.attention.AdditiveAttention}.
 *   <li>Positions: {@link dev.adjoint.nn.layer.attention.SinusoidalPositions}, {@link
 *       dev.adjoint.nn.layer.attention.LearnedPositions} and {@link
 *       dev.adjoint.nn.layer.attention.RotaryPositions}.
 *   <li>Transformers: {@link dev.adjoint.nn.layer.attention.TransformerEncoderBlock}, {@link
 *       dev.adjoint.nn.layer.attention.TransformerDecoderBlock} and their {@link
 *       dev.adjoint.nn.layer.attention.FeedForward} part.
 * </ul>
 */
@NullMarked
package dev.adjoint.nn.layer.attention;

import org.jspecify.annotations.NullMarked;
