// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.exec.rewrite.GraphUses;
import dev.adjoint.exec.tile.MatrixProduct;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Computes like terms of a sum at once, as the gradient of a weight has them that is used in every
 * step of a sequence:
 *
 * <ul>
 *   <li><b>Products</b>: {@code Σₜ aₜᵀ·bₜ} is {@code Aᵀ·B}, where the rows of all {@code aₜ} stand
 *       one below the other in {@code A}, and so those of {@code bₜ} in {@code B}: the rows of the
 *       last term first, which in a gradient is that of the first step.
 *   <li><b>Reductions</b>: {@code Σₜ sum(bₜ)} along the first axis (and others) is the sum of
 *       {@code B}, if a product needs {@code B} as well.
 *   <li><b>Values with zeros around them</b>: if each element of the sum is one of theirs, they are
 *       put side by side.
 * </ul>
 *
 * <p>The first two add the same numbers in another order. With {@code n} the number of all that is
 * added to an element (products, elements, other terms) and {@code u} the unit roundoff, both the
 * sum as written and the one computed are within {@code γₙ·Σ|xᵢ|} of the exact one, {@code γₙ =
 * n·u/(1 − n·u)} (Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, 2002, section
 * 4.2), hence within twice that of each other. The third is exact but for the sign of a zero: 0 +
 * (−0) is 0, and −0 stays −0 where nothing is added to it.
 */
public final class BatchAccumulations implements GraphPass {
  /** A product has so many times more results than operands, at least, in eighths. */
  private static final long RESULTS = 8;

  /** Creates the pass. */
  public BatchAccumulations() {}

  @Override
  public Graph apply(Graph graph) {
    return new Run(graph).apply();
  }

  /** A kind of term; those of one kind can be computed at once. */
  private record Kind(Object op, Shape rest, Object what) {
    // By hand, as linking what the JVM makes for a record takes a fresh one some milliseconds.

    @Override
    public boolean equals(Object other) {
      return other instanceof Kind kind
          && kind.rest.equals(rest)
          && kind.op.equals(op)
          && kind.what.equals(what);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * op.hashCode() + rest.hashCode()) + what.hashCode();
    }
  }

  /** One walk over a graph. */
  private static final class Run {
    private final Graph graph;
    private final GraphUses uses;
    private final Map<Node, ImmutableList<Value>> sums;
    private final Set<List<Value>> rightOperands = new HashSet<>();
    private final GraphRewriter rewriter = new GraphRewriter();
    private final Concatenations joins = new Concatenations();

    Run(Graph graph) {
      this.graph = graph;
      uses = new GraphUses(graph);
      sums = SumChains.of(graph, uses::count);
    }

    Graph apply() {
      for (ImmutableList<Value> terms : sums.values()) {
        findRightOperands(terms);
      }
      for (Node node : graph.nodes()) {
        ImmutableList<Value> terms = sums.get(node);
        Optional<Value> batched = terms == null ? Optional.empty() : batched(node, terms);
        if (batched.isPresent()) {
          rewriter.replace(node.output(0), batched.get());
        } else {
          rewriter.replace(node, rewriter.renewed(node));
        }
      }
      return rewriter.result(graph);
    }

    private void findRightOperands(List<Value> terms) {
      for (var kind : byKind(terms).entrySet()) {
        if (kind.getKey().op instanceof MatrixProduct && kind.getValue().size() > 1) {
          rightOperands.add(inputs(kind.getValue(), 1));
        }
      }
    }

    private Map<Kind, List<Value>> byKind(List<Value> terms) {
      Map<Kind, List<Value>> kinds = new LinkedHashMap<>();
      for (Value term : terms) {
        Kind kind = kind(term);
        kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(term);
      }
      return kinds;
    }

    private Kind kind(Value term) {
      Node node = term.node();
      if (uses.count(term) == 1) {
        if (node.op() instanceof MatrixProduct product && joinsRows(product, node)) {
          return new Kind(product, term.shape(), MatrixProduct.class);
        }
        if (node.op() instanceof ReductionOp op && addsRows(op, node)) {
          return new Kind(op, node.inputs().getFirst().shape().with(0, 0), ReductionOp.class);
        }
        if (node.op() instanceof ViewOp) {
          return new Kind(term.dtype(), term.shape(), ViewOp.class);
        }
      }
      return new Kind(term, term.shape(), Value.class);
    }

    /** Returns whether copies of the operands are little work beside the product. */
    private static boolean joinsRows(MatrixProduct product, Node node) {
      Shape a = node.inputs().get(0).shape();
      Shape b = node.inputs().get(1).shape();
      if (!product.transposeA() || product.transposeB() || a.rank() != 2) {
        return false;
      }
      long results = (long) a.dim(1) * b.dim(1);
      return a.dim(0) > 0 && a.dim(0) * (long) (a.dim(1) + b.dim(1)) <= RESULTS * results;
    }

    /** Returns whether a reduction adds up along the first axis. */
    private static boolean addsRows(ReductionOp op, Node node) {
      Value x = node.inputs().getFirst();
      if (!op.axes().contains(0)) {
        return false;
      }
      Scalar sum = Scalar.argument(0, x.dtype());
      Scalar next = Scalar.argument(1, x.dtype());
      Scalar both = op.combine(sum, next);
      return both.instruction() == Instruction.ADD
          && both.operands().equals(List.of(sum, next))
          && op.finish(sum, op.count(x.shape())).instruction() == Instruction.ARGUMENT;
    }

    private static List<Value> inputs(List<Value> terms, int input) {
      List<Value> inputs = new ArrayList<>(terms.size());
      for (Value term : terms) {
        inputs.add(term.node().inputs().get(input));
      }
      return inputs;
    }

    /** Returns the sum with like terms computed at once; empty if there are none. */
    private Optional<Value> batched(Node sum, List<Value> terms) {
      List<Value> fewer = new ArrayList<>();
      boolean any = false;
      for (Map.Entry<Kind, List<Value>> kind : byKind(terms).entrySet()) {
        Optional<Value> one =
            kind.getValue().size() == 1 ? Optional.empty() : one(kind.getKey(), kind.getValue());
        any |= one.isPresent();
        if (one.isPresent()) {
          fewer.add(one.get());
        } else {
          fewer.addAll(now(kind.getValue()));
        }
      }
      if (!any) {
        return Optional.empty();
      }
      Value all = fewer.getFirst();
      for (Value term : fewer.subList(1, fewer.size())) {
        all = Node.of(sum.op(), List.of(all, term)).output(0);
      }
      return Optional.of(all);
    }

    private Optional<Value> one(Kind kind, List<Value> terms) {
      return switch (kind.op) {
        case MatrixProduct product ->
            Optional.of(
                Node.of(product, List.of(rows(inputs(terms, 0)), rows(inputs(terms, 1))))
                    .output(0));
        case ReductionOp op ->
            rightOperands.contains(inputs(terms, 0))
                ? Optional.of(Node.of(op, List.of(rows(inputs(terms, 0)))).output(0))
                : Optional.empty();
        default -> kind.what == ViewOp.class ? joins.sumOfPadded(now(terms)) : Optional.empty();
      };
    }

    /** Returns the replacements of the values, the last one first. */
    private Value rows(List<Value> values) {
      return joins.along(0, now(values).reversed());
    }

    private List<Value> now(List<Value> values) {
      List<Value> now = new ArrayList<>(values.size());
      for (Value value : values) {
        now.add(rewriter.now(value));
      }
      return now;
    }
  }
}
