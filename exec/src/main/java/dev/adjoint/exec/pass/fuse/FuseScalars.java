// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.ScalarBlock;
import dev.adjoint.exec.rewrite.ClusterRewriter;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ScalarProgramBuilder;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces elementwise nodes on single numbers by {@link ScalarBlock} nodes, which take no memory
 * for intermediate values. {@link ScalarAnalysis} decides which nodes share a block.
 */
public final class FuseScalars {
  private final Bodies bodies = new Bodies();

  private FuseScalars() {}

  /** Returns the computation with nodes on single numbers merged. */
  public static Computation apply(Computation computation) {
    ScalarAnalysis analysis = ScalarAnalysis.of(computation);
    if (analysis.isEmpty()) {
      return computation;
    }
    return computation.with(
        ClusterRewriter.rewrite(
            computation.graph(),
            analysis.order(),
            analysis.clusters(),
            analysis::isMember,
            new FuseScalars()::merge));
  }

  private Node merge(List<Node> members, List<Value> outputs, GraphRewriter rewriter) {
    ScalarProgramBuilder body = new ScalarProgramBuilder();
    Map<Value, Integer> steps = new HashMap<>();
    List<Value> inputs = new ArrayList<>();
    for (Node node : members) {
      List<Integer> arguments = new ArrayList<>(node.inputs().size());
      for (Value input : node.inputs()) {
        Integer step = steps.get(input);
        if (step == null) {
          step = outside(input, body, inputs, rewriter);
          steps.put(input, step);
        }
        arguments.add(step);
      }
      Value output = node.output(0);
      steps.put(
          output,
          node.op() instanceof ElementwiseOp
              ? body.append(bodies.program(node), arguments)
              : arguments.getFirst());
    }
    List<Integer> results = new ArrayList<>();
    ImmutableList.Builder<TensorType> types = ImmutableList.builder();
    for (Value output : outputs) {
      results.add(steps.get(output));
      types.add(output.type());
    }
    return Node.of(new ScalarBlock(body.build(results), types.build()), inputs);
  }

  private static int outside(
      Value input, ScalarProgramBuilder body, List<Value> inputs, GraphRewriter rewriter) {
    DType dtype = input.dtype();
    if (input.node().op() instanceof LeafOp.Constant(var constant)) {
      Buffer buffer = constant.buffer();
      return body.literal(
          dtype,
          dtype.isFloating() ? Double.doubleToRawLongBits(buffer.getDouble(0)) : buffer.getLong(0));
    }
    inputs.add(rewriter.now(input));
    return body.input(dtype);
  }
}
