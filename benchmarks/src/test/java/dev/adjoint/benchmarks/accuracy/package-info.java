// SPDX-License-Identifier: Apache-2.0
/** Tests of the measurement of errors, and the errors themselves at many points. */
@NullMarked
package dev.adjoint.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
