// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.ReduceFusion;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.ScalarProgramBuilder;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Builds the node of a fused loop from the nodes that it replaces, one after another. */
final class LoopAssembly {
  private record Operand(Value source, LoopFusion.Access access) {}

  private final FusionCluster cluster;
  private final FusionAnalysis analysis;
  private final GraphRewriter rewriter;
  private final ScalarProgramBuilder body = new ScalarProgramBuilder();
  private final Map<Operand, Integer> operands = new HashMap<>();
  private final List<Value> inputs = new ArrayList<>();
  private final ImmutableList.Builder<LoopFusion.Access> accesses = ImmutableList.builder();
  private final Map<Node, Integer> steps = new HashMap<>();

  /**
   * Prepares a loop.
   *
   * @param analysis the analysis that made the cluster
   * @param rewriter maps a value from outside to its replacement in the new graph
   */
  LoopAssembly(FusionCluster cluster, FusionAnalysis analysis, GraphRewriter rewriter) {
    this.cluster = cluster;
    this.analysis = analysis;
    this.rewriter = rewriter;
  }

  /** Adds an elementwise node. */
  void compute(Node node) {
    List<Integer> arguments = new ArrayList<>();
    for (LoopRead read : reads(node)) {
      arguments.add(argument(read));
    }
    steps.put(node, body.append(analysis.program(node), arguments));
  }

  private ImmutableList<LoopRead> reads(Node node) {
    return cluster.members.getOrDefault(node, ImmutableList.of());
  }

  private int argument(LoopRead read) {
    if (cluster.computes(read)) {
      return step(read);
    }
    if (read.isLiteral()) {
      return literal(read.source());
    }
    Operand operand = new Operand(read.source(), access(read));
    Integer known = operands.get(operand);
    if (known == null) {
      known = body.input(read.source().dtype());
      operands.put(operand, known);
      inputs.add(rewriter.now(read.source()));
      accesses.add(operand.access);
    }
    return known;
  }

  private int step(LoopRead read) {
    return steps.get(read.source().node());
  }

  private int literal(Value constant) {
    Buffer buffer = ((LeafOp.Constant) constant.node().op()).value().buffer();
    DType dtype = constant.dtype();
    return body.literal(
        dtype,
        dtype.isFloating() ? Double.doubleToRawLongBits(buffer.getDouble(0)) : buffer.getLong(0));
  }

  private LoopFusion.Access access(LoopRead read) {
    return read.layout().orElseGet(this::inOrder).over(cluster.dims);
  }

  private LoopLayout inOrder() {
    ImmutableIntArray plain = LoopLayout.plain(cluster.size);
    int[] ones = new int[plain.length()];
    Arrays.fill(ones, 1);
    return new LoopLayout(plain, ImmutableIntArray.copyOf(ones), 0);
  }

  /**
   * Returns the node.
   *
   * @param stored the values that it stores, its first outputs
   * @param reductions the reductions of its values, its further outputs
   */
  Node build(List<Value> stored, List<Node> reductions) {
    List<Integer> results = new ArrayList<>();
    ImmutableList.Builder<TensorType> types = ImmutableList.builder();
    ImmutableList.Builder<ReductionOp> ops = ImmutableList.builder();
    for (Value value : stored) {
      results.add(steps.get(value.node()));
      types.add(value.type());
    }
    for (Node reduction : reductions) {
      results.add(argument(reads(reduction).getFirst()));
      types.add(reduction.inputs().getFirst().type());
      ops.add((ReductionOp) reduction.op());
    }
    LoopFusion loop =
        new LoopFusion(cluster.dims, accesses.build(), body.build(results), types.build());
    return Node.of(reductions.isEmpty() ? loop : new ReduceFusion(loop, ops.build()), inputs);
  }
}
