// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.emit.LoopBodyBuilder;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.ReduceFusion;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts the node of a fused loop together, node after node of those that it stands for. */
final class LoopAssembly {
  private record Operand(Value source, LoopFusion.Access access) {}

  private final FusionCluster unit;
  private final FusionAnalysis grouping;
  private final Map<Value, Value> renewed;
  private final LoopBodyBuilder body = new LoopBodyBuilder();
  private final Map<Operand, Integer> operands = new HashMap<>();
  private final List<Value> inputs = new ArrayList<>();
  private final ImmutableList.Builder<LoopFusion.Access> accesses = ImmutableList.builder();
  private final Map<Node, Integer> steps = new HashMap<>();

  /**
   * Prepares a loop.
   *
   * @param grouping what the unit is of
   * @param renewed what stands in the new graph for a value from outside
   */
  LoopAssembly(FusionCluster unit, FusionAnalysis grouping, Map<Value, Value> renewed) {
    this.unit = unit;
    this.grouping = grouping;
    this.renewed = renewed;
  }

  /** Adds what an elementwise node computes. */
  void compute(Node node) {
    List<Integer> arguments = new ArrayList<>();
    for (LoopRead read : reads(node)) {
      arguments.add(argument(read));
    }
    steps.put(node, body.append(grouping.program(node), arguments));
  }

  private ImmutableList<LoopRead> reads(Node node) {
    return unit.members.getOrDefault(node, ImmutableList.of());
  }

  private int argument(LoopRead read) {
    if (unit.computes(read)) {
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
      inputs.add(renewed.get(read.source()));
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
    return read.layout().orElseGet(this::inOrder).over(unit.dims);
  }

  private LoopLayout inOrder() {
    ImmutableIntArray plain = LoopLayout.plain(unit.size);
    int[] ones = new int[plain.length()];
    Arrays.fill(ones, 1);
    return new LoopLayout(plain, ImmutableIntArray.copyOf(ones), 0);
  }

  /**
   * Returns the node.
   *
   * @param stored the values that it stores, its first outputs
   * @param folds the reductions of what it computes, its further outputs
   */
  Node build(List<Value> stored, List<Node> folds) {
    List<Integer> results = new ArrayList<>();
    ImmutableList.Builder<TensorType> types = ImmutableList.builder();
    ImmutableList.Builder<ReductionOp> reductions = ImmutableList.builder();
    for (Value value : stored) {
      results.add(steps.get(value.node()));
      types.add(value.type());
    }
    for (Node fold : folds) {
      results.add(argument(reads(fold).getFirst()));
      types.add(fold.inputs().getFirst().type());
      reductions.add((ReductionOp) fold.op());
    }
    LoopFusion loop =
        new LoopFusion(unit.dims, accesses.build(), body.build(results), types.build());
    return Node.of(folds.isEmpty() ? loop : new ReduceFusion(loop, reductions.build()), inputs);
  }
}
