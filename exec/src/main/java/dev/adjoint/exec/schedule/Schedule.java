// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.graph.Node;

/**
 * In which order the nodes of a computation run.
 *
 * @param computation what is computed
 * @param order its nodes but for the leaves, each after those that compute its inputs
 */
public record Schedule(Computation computation, ImmutableList<Node> order) {}
