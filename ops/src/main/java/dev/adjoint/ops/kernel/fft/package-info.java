// SPDX-License-Identifier: Apache-2.0
/** The discrete Fourier transform of lines of complex numbers of any length. */
@NullMarked
package dev.adjoint.ops.kernel.fft;

import org.jspecify.annotations.NullMarked;
