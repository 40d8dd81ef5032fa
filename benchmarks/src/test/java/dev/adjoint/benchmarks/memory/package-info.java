// SPDX-License-Identifier: Apache-2.0
/** Tests of what running takes of the heap. */
@NullMarked
package dev.adjoint.benchmarks.memory;

import org.jspecify.annotations.NullMarked;
