// SPDX-License-Identifier: Apache-2.0
/**
 * Data to train on: {@link dev.adjoint.nn.data.Dataset} and how to split it, and the readers of the
 * IDX and CSV formats, which trust nothing they read.
 */
@NullMarked
package dev.adjoint.nn.data;

import org.jspecify.annotations.NullMarked;
