// SPDX-License-Identifier: Apache-2.0
/**
 * How parameters follow their gradients. An {@link dev.adjoint.nn.optimizer.Optimizer} is a chain
 * of {@linkplain dev.adjoint.nn.optimizer.transform transforms}:
 *
 * <ul>
 *   <li>One rate for all numbers: {@link dev.adjoint.nn.optimizer.Sgd}, with momentum; {@link
 *       dev.adjoint.nn.optimizer.Lion}.
 *   <li>A rate for each number, by its squared gradients: {@link dev.adjoint.nn.optimizer.Adagrad},
 *       {@link dev.adjoint.nn.optimizer.Adadelta}, {@link dev.adjoint.nn.optimizer.RmsProp}, {@link
 *       dev.adjoint.nn.optimizer.Adam} and its kin {@link dev.adjoint.nn.optimizer.AdamW}, {@link
 *       dev.adjoint.nn.optimizer.Adamax}, {@link dev.adjoint.nn.optimizer.AmsGrad}, {@link
 *       dev.adjoint.nn.optimizer.Nadam}, {@link dev.adjoint.nn.optimizer.RAdam}.
 *   <li>For large batches: {@link dev.adjoint.nn.optimizer.Lamb}, {@link
 *       dev.adjoint.nn.optimizer.Lars}. For whole batches: {@link dev.adjoint.nn.optimizer.Rprop}.
 *       For sparse weights: {@link dev.adjoint.nn.optimizer.Ftrl}. For large matrices: {@link
 *       dev.adjoint.nn.optimizer.Adafactor} in little memory, {@link dev.adjoint.nn.optimizer.Muon}
 *       by orthogonal steps.
 *   <li>For the loss of all data at once: {@link dev.adjoint.nn.optimizer.Lbfgs}, which searches
 *       along lines and is no optimizer of this kind.
 * </ul>
 *
 * <p>Each is its paper's form by default; where PyTorch, optax and Keras differ, theirs are
 * options.
 */
@NullMarked
package dev.adjoint.nn.optimizer;

import org.jspecify.annotations.NullMarked;
