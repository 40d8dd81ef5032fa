// SPDX-License-Identifier: Apache-2.0
/**
 * Networks, composed of expressions.
 *
 * <ul>
 *   <li>Here: {@link dev.adjoint.nn.Layer} and those that every network needs, {@link
 *       dev.adjoint.nn.Sequential}, {@link dev.adjoint.nn.Functional} of several inputs and
 *       outputs, and {@link dev.adjoint.nn.Frozen}; the {@link dev.adjoint.nn.ForwardContext} in
 *       which layers are applied; the {@link dev.adjoint.nn.Seed} that decides random numbers.
 *   <li>{@link dev.adjoint.nn.layer}: the layers, {@link dev.adjoint.nn.init}: first values of
 *       their parameters.
 *   <li>{@link dev.adjoint.nn.loss}, {@link dev.adjoint.nn.optimizer}, {@link
 *       dev.adjoint.nn.metric}: the losses to minimise, the ways to do so, and the figures to
 *       measure besides.
 *   <li>{@link dev.adjoint.nn.train}: models and their training, {@link dev.adjoint.nn.data}: data
 *       to train on, {@link dev.adjoint.nn.file}: files of weights, {@link dev.adjoint.nn.summary}:
 *       what a network costs.
 * </ul>
 */
@NullMarked
package dev.adjoint.nn;

import org.jspecify.annotations.NullMarked;
