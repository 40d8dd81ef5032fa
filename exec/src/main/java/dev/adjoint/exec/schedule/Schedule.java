// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.graph.Node;

/**
 * The order in which the nodes of a computation run.
 *
 * @param computation the computation
 * @param order its nodes but for the leaves, each after those that compute its inputs
 */
public record Schedule(Computation computation, ImmutableList<Node> order) {}
