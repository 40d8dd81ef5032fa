// SPDX-License-Identifier: Apache-2.0
/** Tests of the side-by-side runs; none needs a peer. */
@NullMarked
package dev.adjoint.benchmarks.peers.ops;

import org.jspecify.annotations.NullMarked;
