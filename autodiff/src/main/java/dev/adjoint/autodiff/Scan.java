// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Optional;

/**
 * Runs a body a fixed number of times: {@code (carryₜ₊₁, yₜ) = body(carryₜ, shared, xₜ)}. The
 * inputs are {@code carry₀}, the values shared by all steps, and the {@code x} stacked along a
 * first axis; the outputs are the last carry, and the {@code y} stacked. The inputs and outputs of
 * the body have the same order. {@link ControlFlow#scan} makes one from a function.
 *
 * <p>The vector-Jacobian product is a scan in the other direction: its carry holds the cotangents
 * of this carry and the sums of cotangents of the shared inputs so far; its {@code x} are the
 * cotangents of {@code y}, the carries into each step, and the {@code x}. A step is recomputed from
 * the carry into it, so that nothing else is stored (Griewank and Walther, "Evaluating
 * Derivatives", 2008, chapter 12).
 *
 * @param body the graph of one step
 * @param length the number of steps
 * @param carries the number of inputs and outputs that are carried
 * @param xs the number of inputs with an element for each step
 * @param backward whether to go along {@code x} and {@code y} from the last element to the first
 */
public record Scan(BodyGraph body, int length, int carries, int xs, boolean backward)
    implements ControlOp, Differentiable {
  static final String NAME = "scan";

  /** Returns the number of inputs that all steps share. */
  int shared() {
    return bodyInputs().size() - carries - xs;
  }

  /** Returns the number of outputs with an element for each step. */
  int ys() {
    return bodyOutputs().size() - carries;
  }

  ImmutableList<Value> bodyInputs() {
    return body.graph().inputs();
  }

  ImmutableList<Value> bodyOutputs() {
    return body.graph().outputs();
  }

  @Override
  public ImmutableList<BodyGraph> bodies() {
    return ImmutableList.of(body);
  }

  @Override
  public Optional<ControlOp> withBodies(ImmutableList<BodyGraph> bodies) {
    return Optional.of(new Scan(bodies.getFirst(), length, carries, xs, backward));
  }

  @Override
  public String parameters() {
    return "[length=%s, carries=%s, xs=%s%s]"
        .formatted(length, carries, xs, backward ? ", backward" : "");
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != bodyInputs().size()) {
      throw new ShapeException(
          NAME,
          "takes %s inputs (carry %s, shared %s, xs %s), got %s"
              .formatted(bodyInputs().size(), carries, shared(), xs, inputs));
    }
    for (int i = 0; i < inputs.size(); i++) {
      TensorType inBody = bodyInputs().get(i).type();
      TensorType expected = i < inputs.size() - xs ? inBody : stacked(inBody);
      if (!inputs.get(i).equals(expected)) {
        throw new ShapeException(
            NAME,
            "input %s is %s, the body takes %s in each of %s steps; hand over %s"
                .formatted(i, inputs.get(i), inBody, length, expected));
      }
    }
    ImmutableList.Builder<TensorType> outputs = ImmutableList.builder();
    for (int i = 0; i < bodyOutputs().size(); i++) {
      TensorType type = bodyOutputs().get(i).type();
      if (i < carries) {
        checkCarry(i, bodyInputs().get(i).type(), type);
      }
      outputs.add(i < carries ? type : stacked(type));
    }
    return outputs.build();
  }

  static void checkCarry(int i, TensorType before, TensorType after) {
    if (!after.equals(before)) {
      throw new ShapeException(
          NAME,
          "carry %s is %s but the body returns %s; a carry keeps its type, %s"
              .formatted(
                  i,
                  before,
                  after,
                  after.shape().equals(before.shape())
                      ? "cast it to " + before.dtype()
                      : "start with one of the type that it gets"));
    }
  }

  /** Returns whether a tensor can hold as many elements as there are steps. */
  static boolean fits(int length, TensorType element) {
    return (long) length * element.size() <= Integer.MAX_VALUE;
  }

  /** Returns the type of as many elements as there are steps. */
  private TensorType stacked(TensorType element) {
    if (!fits(length, element)) {
      throw new ShapeException(
          NAME,
          "the outputs of all %s steps, %s each, have %s elements, a tensor has at most 2147483647;"
                  .formatted(length, element, (long) length * element.size())
              + " put out less in a step, or scan over segments");
    }
    return element.withShape(element.shape().insert(0, length));
  }

  @Override
  public Kernel kernel(
      ImmutableList<Kernel> kernels,
      ImmutableList<TensorType> inputs,
      ImmutableList<TensorType> outputs) {
    return new ScanLoop(this, kernels.getFirst());
  }

  @Override
  public Optional<Part> part(ImmutableIntArray used) {
    return ScanPart.of(this, used);
  }

  @Override
  public List<Expr> vjp(List<Expr> inputs, List<Expr> outputs, List<Expr> cotangents) {
    return new ScanRule(this, inputs, outputs, cotangents).gradients();
  }
}
