// SPDX-License-Identifier: Apache-2.0
/**
 * Layers that go along a sequence and keep a state, {@link
 * dev.adjoint.nn.layer.recurrent.RecurrentLayer}s: {@link
 * dev.adjoint.nn.layer.recurrent.SimpleRnn}, {@link dev.adjoint.nn.layer.recurrent.Lstm}, {@link
 * dev.adjoint.nn.layer.recurrent.Gru} and {@link dev.adjoint.nn.layer.recurrent.ConvLstm2d}; {@link
 * dev.adjoint.nn.layer.recurrent.Bidirectional}, which has one in each direction; and {@link
 * dev.adjoint.nn.layer.recurrent.TimeDistributed}, for layers that see one step at a time.
 */
@NullMarked
package dev.adjoint.nn.layer.recurrent;

import org.jspecify.annotations.NullMarked;
