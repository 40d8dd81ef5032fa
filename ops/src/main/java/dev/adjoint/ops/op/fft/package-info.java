// SPDX-License-Identifier: Apache-2.0
/** Ops of the discrete Fourier transform. */
@NullMarked
package dev.adjoint.ops.op.fft;

import org.jspecify.annotations.NullMarked;
