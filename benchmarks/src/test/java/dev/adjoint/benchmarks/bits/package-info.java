// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of the proof that bits are the same everywhere, and the proof itself for small networks.
 */
@NullMarked
package dev.adjoint.benchmarks.bits;

import org.jspecify.annotations.NullMarked;
