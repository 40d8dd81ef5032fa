// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Scan;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.op.elementwise.Cast;
import java.util.List;
import java.util.Optional;

/**
 * Writes a graph over F32 anew over F64, with the same ops: what it computes but for rounding.
 * Differences of such values are far sharper, and a rule that is wrong is wrong in it as well.
 */
public final class Retyping {
  private final GraphRewriter rewriter = new GraphRewriter();

  private Retyping() {}

  /**
   * Returns values over F64 that stand for values over F32; empty if an op does not take F64.
   *
   * @param inputs inputs of the graph, and in the same order inputs over F64 to take their place
   */
  public static Optional<ImmutableList<Expr>> of(
      List<? extends Value> values, List<? extends Value> inputs, List<? extends Value> wide) {
    Retyping retyping = new Retyping();
    for (int i = 0; i < inputs.size(); i++) {
      retyping.rewriter.replace(inputs.get(i), wide.get(i));
    }
    try {
      return Optional.of(
          retyping.retype(values).stream().map(Expr::of).collect(ImmutableList.toImmutableList()));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /** Returns new inputs of the given ones' shapes, over F64 where those are over F32. */
  public static ImmutableList<Expr> inputs(List<? extends Value> inputs) {
    ImmutableList.Builder<Expr> wide = ImmutableList.builder();
    for (Value x : inputs) {
      wide.add(Expr.input("x", x.type().withDtype(wide(x.dtype()))));
    }
    return wide.build();
  }

  private static DType wide(DType dtype) {
    return dtype == DType.F32 ? DType.F64 : dtype;
  }

  private ImmutableList<Value> retype(List<? extends Value> values) {
    for (Node node : Graph.of(values).nodes()) {
      if (!rewriter.isReplaced(node)) {
        retype(node);
      }
    }
    return ImmutableList.copyOf(rewriter.now(values));
  }

  private void retype(Node node) {
    List<Value> inputs = rewriter.now(node.inputs());
    Node by =
        switch (node.op()) {
          case LeafOp.Constant(Tensor value) -> constant(value);
          case LeafOp.Read(Variable variable) -> constant(variable.value());
          case LeafOp.Input input -> throw new IllegalArgumentException("unknown " + input);
          case Cast(DType to) -> Node.of(new Cast(wide(to)), inputs);
          case Scan scan -> Node.of(scan(scan), inputs);
          case ControlOp op -> throw new IllegalArgumentException("no F64 form of " + op.name());
          default -> Node.of(node.op(), inputs);
        };
    for (int i = 0; i < node.outputTypes().size(); i++) {
      Expr y = Expr.of(by.output(i));
      boolean narrow = y.dtype() == DType.F32;
      rewriter.replace(node.output(i), narrow ? y.cast(DType.F64) : y);
    }
  }

  private static Node constant(Tensor value) {
    Tensor same = value.dtype() == DType.F32 ? value.cast(DType.F64) : value;
    return Expr.constant(same).node();
  }

  private static Scan scan(Scan scan) {
    List<Value> inputs = scan.body().graph().inputs();
    ImmutableList<Expr> wide = inputs(inputs);
    Retyping inside = new Retyping();
    for (int i = 0; i < inputs.size(); i++) {
      inside.rewriter.replace(inputs.get(i), wide.get(i));
    }
    BodyGraph body = BodyGraph.of(wide, inside.retype(scan.body().graph().outputs()));
    return new Scan(body, scan.length(), scan.carries(), scan.xs(), scan.backward());
  }
}
