// SPDX-License-Identifier: Apache-2.0
/**
 * The layers that come with the library, each one record with its formula and shapes.
 *
 * <ul>
 *   <li>Weights: {@link dev.adjoint.nn.layer.Dense} and {@link dev.adjoint.nn.layer.Embedding}.
 *   <li>Filters: {@link dev.adjoint.nn.layer.Conv2d}; over any number of axes {@link
 *       dev.adjoint.nn.layer.Convolution}, {@link dev.adjoint.nn.layer.TransposedConvolution} and
 *       {@link dev.adjoint.nn.layer.SeparableConv}.
 *   <li>Pooling: {@link dev.adjoint.nn.layer.MaxPool2d} and {@link dev.adjoint.nn.layer.AvgPool2d};
 *       over any number of axes {@link dev.adjoint.nn.layer.Pool}, {@link
 *       dev.adjoint.nn.layer.GlobalPool} and {@link dev.adjoint.nn.layer.AdaptivePool}.
 *   <li>Sizes: {@link dev.adjoint.nn.layer.UpSampling}, {@link dev.adjoint.nn.layer.ZeroPadding}
 *       and {@link dev.adjoint.nn.layer.Cropping}.
 *   <li>Normalisation: {@link dev.adjoint.nn.layer.LayerNorm}, {@link
 *       dev.adjoint.nn.layer.RmsNorm}, {@link dev.adjoint.nn.layer.BatchNorm}, {@link
 *       dev.adjoint.nn.layer.GroupNorm} and {@link dev.adjoint.nn.layer.InstanceNorm}.
 *   <li>Normed weights: {@link dev.adjoint.nn.layer.WeightNorm} and {@link
 *       dev.adjoint.nn.layer.SpectralNorm}, of any {@link dev.adjoint.nn.layer.WeightedLayer}.
 *   <li>Noise in training: {@link dev.adjoint.nn.layer.Dropout}, {@link
 *       dev.adjoint.nn.layer.AlphaDropout}, {@link dev.adjoint.nn.layer.GaussianDropout}, {@link
 *       dev.adjoint.nn.layer.GaussianNoise}, {@link dev.adjoint.nn.layer.SpatialDropout} and {@link
 *       dev.adjoint.nn.layer.DropConnect}.
 *   <li>Sequences: {@link dev.adjoint.nn.layer.recurrent} and {@link
 *       dev.adjoint.nn.layer.attention}, and {@link dev.adjoint.nn.layer.Masked} where they are
 *       padded.
 *   <li>Neurons: {@link dev.adjoint.nn.layer.PRelu}, {@link dev.adjoint.nn.layer.Maxout} and {@link
 *       dev.adjoint.nn.layer.Perceptron}.
 *   <li>Several inputs, and paths around layers: {@link dev.adjoint.nn.layer.merge}.
 *   <li>No parameters: {@link dev.adjoint.nn.layer.Activation}, {@link
 *       dev.adjoint.nn.layer.Flatten}, {@link dev.adjoint.nn.layer.ReshapeTo} and {@link
 *       dev.adjoint.nn.layer.PermuteAxes}.
 *   <li>Penalties beside the loss: {@link dev.adjoint.nn.layer.PenalizedWeights} and {@link
 *       dev.adjoint.nn.layer.PenalizedActivity}.
 * </ul>
 */
@NullMarked
package dev.adjoint.nn.layer;

import org.jspecify.annotations.NullMarked;
