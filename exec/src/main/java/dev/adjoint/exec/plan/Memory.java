// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.plan;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;

/**
 * The memory for temporaries that a plan needs.
 *
 * @param arenas the number of elements in the arena of each dtype
 * @param plannedBytes the bytes of all arenas
 * @param bytesWithoutReuse the bytes if every computed temporary had memory of its own
 * @param lowerBound the bytes of the largest set of temporaries that are needed at the same time:
 *     no plan for this order of steps takes less
 */
public record Memory(
    ImmutableMap<DType, Integer> arenas,
    long plannedBytes,
    long bytesWithoutReuse,
    long lowerBound) {}
