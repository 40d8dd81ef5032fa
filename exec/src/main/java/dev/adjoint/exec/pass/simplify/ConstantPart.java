// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a computation that depends on its {@linkplain LeafOp.Bound bound constants} alone:
 * every run would compute the same, so a program computes it once. It is not part of the compiled
 * code, which serves other constants as well.
 *
 * <p>Values that grow are left to the run, as a loop reads through a view that only repeats: a
 * result may have no more elements than the constants that it is computed from, or {@value #SMALL}.
 * So is control flow.
 *
 * @param rest the computation with further bound constants in place of the results
 * @param results the values that were taken out, by the numbers of these constants; empty if there
 *     are none
 */
public record ConstantPart(Computation rest, ImmutableList<Value> results) {
  private static final int SMALL = 1024;

  /**
   * Divides a computation. One that depends on constants alone stays whole: it is run once as it
   * is.
   *
   * @param constants the number of bound constants so far
   */
  public static ConstantPart of(Computation computation, int constants) {
    Graph graph = computation.graph();
    boolean isConstant = graph.inputs().isEmpty() && computation.variables().isEmpty();
    if (constants == 0 || isConstant) {
      return new ConstantPart(computation, ImmutableList.of());
    }
    ImmutableList<Value> results = results(graph);
    GraphRewriter rewriter = new GraphRewriter();
    for (int i = 0; i < results.size(); i++) {
      LeafOp leaf = new LeafOp.Bound(constants + i, results.get(i).type());
      rewriter.replace(results.get(i), Node.of(leaf, ImmutableList.of()).output(0));
    }
    for (Node node : graph.nodes()) {
      if (!rewriter.isReplaced(node)) {
        rewriter.renew(node);
      }
    }
    return new ConstantPart(computation.with(rewriter.result(graph)), results);
  }

  /** Returns the values computed once that the rest of a graph needs, in graph order. */
  private static ImmutableList<Value> results(Graph graph) {
    Set<Node> once = once(graph);
    Set<Value> needed = new LinkedHashSet<>(graph.outputs());
    List<Value> results = new ArrayList<>();
    for (Node node : graph.nodes().reverse()) {
      boolean isNeeded = false;
      for (int i = node.outputTypes().size() - 1; i >= 0; i--) {
        if (needed.contains(node.output(i))) {
          isNeeded = true;
          if (once.contains(node)) {
            results.add(node.output(i));
          }
        }
      }
      if (isNeeded && !once.contains(node)) {
        needed.addAll(node.inputs());
      }
    }
    return ImmutableList.copyOf(Lists.reverse(results));
  }

  /** Returns the nodes that can be computed once. */
  private static Set<Node> once(Graph graph) {
    Set<Node> once = new LinkedHashSet<>();
    // For each value that follows from constants how many elements have to be kept for it.
    Map<Node, Long> kept = new HashMap<>();
    Set<Node> bound = new LinkedHashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof LeafOp.Constant || node.op() instanceof LeafOp.Bound) {
        kept.put(node, (long) node.outputTypes().getFirst().size());
        if (node.op() instanceof LeafOp.Bound) {
          bound.add(node);
        }
      } else if (!(node.op() instanceof LeafOp || node.op() instanceof ControlOp)) {
        add(node, kept, bound, once);
      }
    }
    return once;
  }

  private static void add(Node node, Map<Node, Long> kept, Set<Node> bound, Set<Node> once) {
    long before = 0;
    boolean isBound = false;
    for (Value input : node.inputs()) {
      Long of = kept.get(input.node());
      if (of == null) {
        return;
      }
      before += of;
      isBound |= bound.contains(input.node());
    }
    long after = 0;
    for (TensorType type : node.outputTypes()) {
      after += type.size();
    }
    boolean grows = after > Math.max(before, SMALL);
    if (grows && !(node.op() instanceof ViewOp)) {
      return;
    }
    kept.put(node, grows ? before : after);
    if (isBound) {
      bound.add(node);
      if (!grows) {
        once.add(node);
      }
    }
  }
}
