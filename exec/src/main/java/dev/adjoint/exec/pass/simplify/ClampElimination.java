// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Drops a minimum or maximum with a constant that the operand cannot exceed, such as the outer one
 * of {@code relu(relu(x))} or that of {@code relu(x·x)}, by the ranges of values (LLVM calls it
 * constant range propagation). NaN stays NaN, and −0 is below +0, so no bit changes.
 */
public final class ClampElimination implements GraphPass {
  /** The numbers that an element is between unless it is NaN, both included. */
  private record Range(double low, double high) {
    static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    static final Range NOT_NEGATIVE = new Range(0, Double.POSITIVE_INFINITY);

    Range clamped(Instruction instruction, double bound) {
      return instruction == Instruction.MAX
          ? new Range(Math.max(low, bound), Math.max(high, bound))
          : new Range(Math.min(low, bound), Math.min(high, bound));
    }
  }

  /** Creates the pass. */
  public ClampElimination() {}

  @Override
  public Graph apply(Graph graph) {
    GraphRewriter rewriter = new GraphRewriter();
    Map<Value, Range> ranges = new HashMap<>();
    for (Node node : graph.nodes()) {
      Value y = node.output(0);
      Optional<Value> same = clamped(y, ranges);
      if (same.isPresent()) {
        rewriter.replace(y, rewriter.now(same.get()));
      } else {
        rewriter.replace(node, rewriter.renewed(node));
      }
    }
    return rewriter.result(graph);
  }

  /** Returns the operand of a clamp without effect; otherwise notes the range of the result. */
  private static Optional<Value> clamped(Value y, Map<Value, Range> ranges) {
    Optional<MatchedInstruction> matched =
        y.dtype().isFloating() ? MatchedInstruction.of(y) : Optional.empty();
    if (matched.isEmpty()) {
      return Optional.empty();
    }
    MatchedInstruction f = matched.get();
    switch (f.instruction()) {
      case ABS, EXP -> ranges.put(y, Range.NOT_NEGATIVE);
      case MUL -> {
        if (f.value(0).isPresent() && f.value(0).equals(f.value(1))) {
          ranges.put(y, Range.NOT_NEGATIVE);
        }
      }
      case MIN, MAX -> {
        for (int side = 0; side < 2; side++) {
          Optional<Value> x = f.value(1 - side);
          OptionalLong splat = f.operand(side).splat();
          if (x.isPresent() && splat.isPresent() && x.get().type().equals(y.type())) {
            Range before = ranges.getOrDefault(x.get(), Range.ALL);
            Range after =
                before.clamped(f.instruction(), Double.longBitsToDouble(splat.getAsLong()));
            ranges.put(y, after);
            return after.equals(before) ? x : Optional.empty();
          }
        }
      }
      default -> {}
    }
    return Optional.empty();
  }
}
