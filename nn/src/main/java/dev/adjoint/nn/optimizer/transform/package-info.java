// SPDX-License-Identifier: Apache-2.0
/**
 * The pieces that optimizers are chains of.
 *
 * <ul>
 *   <li>{@link dev.adjoint.nn.optimizer.transform.GradientTransform}: from gradients to steps, with
 *       an {@link dev.adjoint.nn.optimizer.transform.OptimizerState}; both hold a {@link
 *       dev.adjoint.nn.optimizer.transform.PerParameter}.
 *   <li>Scalings: {@link dev.adjoint.nn.optimizer.transform.ScaleByAdam}, {@link
 *       dev.adjoint.nn.optimizer.transform.ScaleByRms}, {@link
 *       dev.adjoint.nn.optimizer.transform.ScaleByTrustRatio}, {@link
 *       dev.adjoint.nn.optimizer.transform.ScaleByRate} and others; {@link
 *       dev.adjoint.nn.optimizer.transform.Momentum}.
 *   <li>Around a whole chain: {@link dev.adjoint.nn.optimizer.transform.Lookahead}, {@link
 *       dev.adjoint.nn.optimizer.transform.AccumulateGradients}, {@link
 *       dev.adjoint.nn.optimizer.transform.AverageWeights}, {@link
 *       dev.adjoint.nn.optimizer.transform.LazyRows}.
 *   <li>{@link dev.adjoint.nn.optimizer.transform.AddDecayedWeights}; {@link
 *       dev.adjoint.nn.optimizer.transform.ClipByGlobalNorm}, {@link
 *       dev.adjoint.nn.optimizer.transform.ClipByNorm} and {@link
 *       dev.adjoint.nn.optimizer.transform.ClipByValue}.
 * </ul>
 */
@NullMarked
package dev.adjoint.nn.optimizer.transform;

import org.jspecify.annotations.NullMarked;
