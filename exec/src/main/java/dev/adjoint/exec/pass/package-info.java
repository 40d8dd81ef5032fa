// SPDX-License-Identifier: Apache-2.0
/**
 * The passes of the compiler that follow simplification, one a file: graph to fused graph, then to
 * schedule, schedule to lifetimes, lifetimes to slots, slots to arenas.
 */
@NullMarked
package dev.adjoint.exec.pass;

import org.jspecify.annotations.NullMarked;
