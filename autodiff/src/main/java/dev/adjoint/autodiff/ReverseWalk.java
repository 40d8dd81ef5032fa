// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Lists;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Goes from outputs {@code ys} back to variables {@code xs} and carries cotangents along: each node
 * turns those of its outputs into contributions to those of its inputs, and contributions to the
 * same value are added. Only nodes on a path from an {@code x} to a {@code y} are asked for their
 * rule, each once, after all that use it. A cotangent that is zero is not carried: a node none of
 * whose outputs has another is not asked.
 *
 * <p>A path ends where numbers stop being floating: an integer or a truth value does not change
 * with a small change of anything. So comparisons, index computations and the like need no rule.
 */
final class ReverseWalk {
  private final ImmutableList<Expr> ys;
  private final ImmutableList<Expr> xs;
  private final ImmutableSet<Value> wanted;

  /**
   * The values that depend on {@code xs}: they themselves, and floating outputs of {@link #path}.
   */
  private final Set<Value> moving;

  /** The nodes on the way, in graph order. */
  private final List<Node> path = new ArrayList<>();

  private final Map<Value, Expr> cotangents = new HashMap<>();

  ReverseWalk(List<? extends Expr> ys, List<? extends Expr> xs) {
    this.ys = ImmutableList.copyOf(ys);
    this.xs = ImmutableList.copyOf(xs);
    this.wanted = ImmutableSet.copyOf(xs);
    this.moving = new HashSet<>(wanted);
  }

  /** Returns the cotangents of {@code xs} that follow from those of {@code ys}. */
  ImmutableList<Expr> run(List<? extends Expr> dys) {
    markPath();
    for (int i = 0; i < ys.size(); i++) {
      accumulate(ys.get(i), dys.get(i));
    }
    for (Node node : Lists.reverse(path)) {
      step(node);
    }
    return xs.stream().map(this::cotangent).collect(ImmutableList.toImmutableList());
  }

  private void markPath() {
    for (Node node : Graph.of(ys).nodes()) {
      if (containsAny(moving, node.inputs())) {
        path.add(node);
        for (Value output : VjpRule.outputs(node)) {
          if (output.dtype().isFloating()) {
            moving.add(output);
          }
        }
      }
    }
  }

  /** Written as a loop: a stream would cost more than all else that is done to a small node. */
  private static boolean containsAny(Set<Value> set, List<? extends Value> values) {
    for (Value value : values) {
      if (set.contains(value)) {
        return true;
      }
    }
    return false;
  }

  private void step(Node node) {
    List<Expr> outputs = VjpRule.outputs(node);
    if (!containsAny(cotangents.keySet(), outputs)) {
      return;
    }
    List<Expr> gradients = VjpRule.apply(node, Lists.transform(outputs, this::cotangent));
    for (Expr output : outputs) {
      if (!wanted.contains(output)) {
        cotangents.remove(output);
      }
    }
    for (int i = 0; i < gradients.size(); i++) {
      accumulate(node.inputs().get(i), gradients.get(i));
    }
  }

  private Expr cotangent(Expr value) {
    Expr known = cotangents.get(value);
    return known == null ? value.zerosLike() : known;
  }

  private void accumulate(Value value, Expr contribution) {
    if (!contribution.isNone() && !contribution.isZero() && moving.contains(value)) {
      cotangents.merge(value, contribution, Expr::add);
    }
  }
}
