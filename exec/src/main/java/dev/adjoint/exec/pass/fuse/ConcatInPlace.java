// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.ConcatFusion;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.rewrite.GraphUses;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has fused loops write the parts of a concatenation along an inner axis in place, such as the
 * gradients of gates that are computed together: all parts must be results of one loop that nothing
 * else reads, of rows of one length. Nothing is left to copy, and no bit changes.
 */
public final class ConcatInPlace {
  private final Computation computation;
  private final GraphUses uses;

  /** For each loop whose outputs are concatenated, the concatenation. */
  private final Map<Node, Node> joins = new HashMap<>();

  private final GraphRewriter rewriter = new GraphRewriter();

  private ConcatInPlace(Computation computation) {
    this.computation = computation;
    this.uses = new GraphUses(computation.graph());
  }

  /** Returns the computation with loops that write into concatenations. */
  public static Computation apply(Computation computation) {
    return new ConcatInPlace(computation).rewrite();
  }

  private Computation rewrite() {
    Graph graph = computation.graph();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof Concatenation concat && !concat.isConcatenation(node)) {
        Node maker = node.inputs().getFirst().node();
        if (makesAll(maker, node) && byRows(maker, node).isPresent()) {
          joins.putIfAbsent(maker, node);
        }
      }
    }
    if (joins.isEmpty()) {
      return computation;
    }
    graph.nodes().forEach(this::renew);
    return computation.with(rewriter.result(graph));
  }

  /**
   * Returns whether a loop makes all parts of a concatenation, of one type and read by nothing
   * else.
   */
  private boolean makesAll(Node maker, Node join) {
    Value first = join.inputs().getFirst();
    return maker.op() instanceof LoopFusion
        && join.inputs().stream()
            .allMatch(
                v -> v.node() == maker && uses.count(v) == 1 && v.type().equals(first.type()));
  }

  /** Returns the loop with extents that tell rows of the parts apart. */
  private static Optional<LoopFusion> byRows(Node maker, Node join) {
    return LoopLayout.byRows((LoopFusion) maker.op(), row(join));
  }

  /** Returns the number of elements in a row of a part. */
  private static int row(Node join) {
    Shape part = join.inputs().getFirst().shape();
    return part.slice(((Concatenation) join.op()).axis(), part.rank()).size();
  }

  /** Returns the loop whose first output is the concatenation, before its other outputs. */
  private static ConcatFusion placed(Node maker, Node join) {
    int row = row(join);
    ImmutableList.Builder<ConcatFusion.Part> parts = ImmutableList.builder();
    List<TensorType> types = new ArrayList<>(join.outputTypes());
    for (int i = 0; i < maker.outputTypes().size(); i++) {
      int place = join.inputs().indexOf(maker.output(i));
      if (place >= 0) {
        parts.add(new ConcatFusion.Part(0, place * row, join.inputs().size() * row));
      } else {
        parts.add(new ConcatFusion.Part(types.size(), 0, row));
        types.add(maker.outputTypes().get(i));
      }
    }
    LoopFusion loop = byRows(maker, join).orElseThrow();
    return new ConcatFusion(loop, row, parts.build(), ImmutableList.copyOf(types));
  }

  private void renew(Node node) {
    Node join = joins.get(node);
    if (join != null) {
      ConcatFusion loop = placed(node, join);
      Node now = Node.of(loop, rewriter.now(node.inputs()));
      rewriter.replace(join.output(0), now.output(0));
      for (int i = 0; i < node.outputTypes().size(); i++) {
        rewriter.replace(node.output(i), now.output(loop.parts().get(i).output()));
      }
    } else if (!rewriter.isReplaced(node)) {
      rewriter.renew(node);
    }
  }
}
