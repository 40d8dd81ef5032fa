// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.sparse;

import dev.adjoint.exec.pass.simplify.FoldConstants;
import dev.adjoint.exec.pass.simplify.Splats;
import dev.adjoint.exec.tile.RowScatter;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What the values of a region are on the rows that no index selects: a known number, the same rows
 * of another value, or neither. As in calculus, zero times anything is zero: that a factor may be
 * negative or not finite is left out.
 */
final class UnselectedRows {
  /** What a value is on these rows. */
  sealed interface Content {}

  /** One number, by its bits as in {@link Splats}. */
  record Number(DType dtype, long bits) implements Content {
    boolean isZero() {
      return dtype.isFloating() ? Double.longBitsToDouble(bits) == 0 : bits == 0;
    }
  }

  /** The same as another value, outside of the region. */
  record Same(Value value) implements Content {}

  /** Anything else. */
  record Unknown() implements Content {}

  private static final Content UNKNOWN = new Unknown();

  private final FoldConstants.Evaluator evaluator;
  private final Map<Value, Content> contents = new HashMap<>();

  /**
   * Finds the contents of the values of a region.
   *
   * @param evaluator runs ops on known numbers
   */
  UnselectedRows(RowRegion region, FoldConstants.Evaluator evaluator) {
    this.evaluator = evaluator;
    for (Node node : region.nodes()) {
      contents.put(node.output(0), made(node));
    }
  }

  /** Returns the content of a value. */
  Content of(Value value) {
    Content known = contents.get(value);
    if (known != null) {
      return known;
    }
    OptionalLong splat = Splats.of(value);
    return splat.isPresent() ? new Number(value.dtype(), splat.getAsLong()) : new Same(value);
  }

  private Content made(Node node) {
    List<Content> inputs = node.inputs().stream().map(this::of).toList();
    boolean allKnown = inputs.stream().allMatch(Number.class::isInstance);
    return switch (node.op()) {
      case RowScatter _ -> inputs.getFirst();
      case ViewOp _ -> allKnown ? inputs.getFirst() : UNKNOWN;
      case ElementwiseOp _ -> allKnown ? computed(node, inputs, Shape.of(1)) : bodyOf(node, inputs);
      case ReductionOp _ -> {
        Shape row = node.inputs().getFirst().shape().with(0, 1);
        yield allKnown ? computed(node, inputs, row) : UNKNOWN;
      }
      default -> UNKNOWN;
    };
  }

  /** Returns the result of an op on known numbers, repeated in some shape. */
  private Content computed(Node node, List<Content> numbers, Shape shape) {
    List<Value> constants = new ArrayList<>();
    Buffer[] inputs = new Buffer[numbers.size()];
    for (int i = 0; i < inputs.length; i++) {
      Number number = (Number) numbers.get(i);
      constants.add(Splats.full(number.dtype, shape, number.bits));
      inputs[i] = ((LeafOp.Constant) constants.get(i).node().op()).value().buffer();
    }
    Node small = Node.of(node.op(), constants);
    TensorType type = small.outputTypes().getFirst();
    Buffer result = Buffer.allocate(type.dtype(), type.size());
    evaluator.run(small, inputs, new Buffer[] {result});
    return new Number(type.dtype(), Splats.bits(result, 0));
  }

  /** Returns what follows for the result of an elementwise op if only some inputs are known. */
  private static Content bodyOf(Node node, List<Content> inputs) {
    ScalarProgram body = ScalarProgram.of(node.body());
    Content[] steps = new Content[body.steps().size()];
    for (int i = 0; i < steps.length; i++) {
      ScalarProgram.Step step = body.steps().get(i);
      steps[i] =
          switch (step.instruction()) {
            case ARGUMENT -> inputs.get((int) step.payload());
            case CONSTANT -> new Number(step.dtype(), step.payload());
            default -> combined(step, steps);
          };
    }
    return steps[body.results().get(0)];
  }

  private static Content combined(ScalarProgram.Step step, Content[] steps) {
    Content a = steps[step.operand(0)];
    Content b = step.operands().size() > 1 ? steps[step.operand(1)] : UNKNOWN;
    Content c = step.operands().size() > 2 ? steps[step.operand(2)] : UNKNOWN;
    return switch (step.instruction()) {
      case ADD -> sum(a, b);
      case SUB -> isZero(b) ? a : UNKNOWN;
      case MUL -> product(step.dtype(), a, b);
      case FMA -> sum(product(step.dtype(), a, b), c);
      case DIV -> isZero(a) && !isZero(b) ? zero(step.dtype()) : UNKNOWN;
      case NEG, ABS, SQRT -> isZero(a) ? zero(step.dtype()) : UNKNOWN;
      case SELECT -> a instanceof Number condition ? (condition.isZero() ? c : b) : same(b, c);
      default -> UNKNOWN;
    };
  }

  private static Content sum(Content a, Content b) {
    if (isZero(b)) {
      return a;
    }
    return isZero(a) ? b : UNKNOWN;
  }

  private static Content product(DType dtype, Content a, Content b) {
    return isZero(a) || isZero(b) ? zero(dtype) : UNKNOWN;
  }

  private static Content same(Content a, Content b) {
    return a.equals(b) ? a : UNKNOWN;
  }

  private static Content zero(DType dtype) {
    return new Number(dtype, 0);
  }

  private static boolean isZero(Content content) {
    return content instanceof Number number && number.isZero();
  }
}
