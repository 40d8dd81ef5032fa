// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.graph.Workers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Evaluates a graph in the most obvious way: node by node, element by element, each value in memory
 * of its own. Slow, and the oracle against which every optimised way to run a graph is tested.
 *
 * <p>A reduction reduces in the order that {@link ReferenceReduction} states; a kernel is the op's
 * {@link KernelOp#reference}; the bodies of control flow are evaluated in the same way, as often as
 * the op says.
 */
public final class Interpreter {
  private final Map<Node, Tensor[]> values = new HashMap<>();
  private final Map<? extends Value, Tensor> inputs;

  private Interpreter(Map<? extends Value, Tensor> inputs) {
    this.inputs = inputs;
  }

  /**
   * Returns the values of the outputs, with the present values of the variables.
   *
   * @param outputs the values to compute
   * @param inputs a tensor for each {@link LeafOp.Input} that the outputs need
   * @throws IllegalArgumentException if an input is missing or has another type
   */
  public static List<Tensor> evaluate(
      List<? extends Value> outputs, Map<? extends Value, Tensor> inputs) {
    Interpreter interpreter = new Interpreter(inputs);
    for (Node node : Graph.of(outputs).nodes()) {
      interpreter.values.put(node, interpreter.within(node));
    }
    ImmutableList.Builder<Tensor> results = ImmutableList.builder();
    outputs.forEach(v -> results.add(interpreter.valueOf(v)));
    return results.build();
  }

  private Tensor valueOf(Value value) {
    return values.get(value.node())[value.index()];
  }

  private Tensor[] within(Node node) {
    try {
      return evaluate(node);
    } catch (OutOfMemoryError e) {
      OutOfMemoryError named = new OutOfMemoryError("evaluate: '" + node + "': " + e.getMessage());
      named.initCause(e);
      throw named;
    }
  }

  private Tensor[] evaluate(Node node) {
    List<Tensor> x = node.inputs().stream().map(this::valueOf).toList();
    TensorType type = node.outputTypes().getFirst();
    return switch (node.op()) {
      case LeafOp.Input input -> new Tensor[] {input(node, input)};
      case LeafOp.Constant(Tensor value) -> new Tensor[] {value};
      case LeafOp.Bound bound ->
          throw new IllegalArgumentException(
              "evaluate: " + bound.name() + bound.parameters() + " has no value; bind it first");
      case LeafOp.Read read -> new Tensor[] {read.variable().value()};
      case ElementwiseOp _ -> new Tensor[] {elementwise(node, x, type)};
      case ReductionOp op -> new Tensor[] {reduction(op, x.getFirst(), type)};
      case ViewOp op -> new Tensor[] {view(op, x.getFirst(), type)};
      case KernelOp op -> run(op.reference(node.inputTypes(), node.outputTypes()), node, x);
      case ControlOp op -> run(control(op, node), node, x);
    };
  }

  private Tensor input(Node node, LeafOp.Input input) {
    Tensor given = inputs.get(node.output(0));
    String name = "evaluate: input \"" + input.label() + "\" ";
    if (given == null) {
      throw new IllegalArgumentException(name + "has no value; give one of " + input.type());
    }
    if (!given.type().equals(input.type())) {
      throw new IllegalArgumentException(
          name + "expects " + input.type() + ", got " + given.type() + "; give one of that type");
    }
    return given;
  }

  private static Tensor elementwise(Node node, List<Tensor> x, TensorType type) {
    ScalarEvaluator body = new ScalarEvaluator(ScalarProgram.of(node.body()));
    Buffer y = Buffer.allocate(type.dtype(), type.size());
    long[] arguments = new long[x.size()];
    for (int i = 0; i < y.size(); i++) {
      for (int k = 0; k < arguments.length; k++) {
        arguments[k] = ScalarEvaluator.load(x.get(k).buffer(), i);
      }
      ScalarEvaluator.store(y, i, body.evaluate(arguments));
    }
    return Tensor.over(type.shape(), y);
  }

  private static Tensor reduction(ReductionOp op, Tensor x, TensorType type) {
    ReferenceReduction reduction = new ReferenceReduction(op, x);
    Scalar reduced = Scalar.argument(0, x.dtype());
    ScalarEvaluator finish =
        new ScalarEvaluator(ScalarProgram.of(op.finish(reduced, op.count(x.shape()))));
    int[][] elements = new int[type.size()][type.size() == 0 ? 0 : x.size() / type.size()];
    int[] count = new int[type.size()];
    int[] at = new int[x.shape().rank()];
    for (int i = 0; i < x.size(); i++) {
      int o = 0;
      for (int axis = 0; axis < at.length; axis++) {
        o = op.axes().contains(axis) ? o : o * x.shape().dim(axis) + at[axis];
      }
      elements[o][count[o]++] = i;
      advance(at, x.shape());
    }
    Buffer y = Buffer.allocate(type.dtype(), type.size());
    for (int o = 0; o < y.size(); o++) {
      ScalarEvaluator.store(y, o, finish.evaluate(reduction.reduce(x.buffer(), elements[o])));
    }
    return Tensor.over(type.shape(), y);
  }

  private static Tensor view(ViewOp op, Tensor x, TensorType type) {
    IndexMap map = op.map(x.shape());
    Buffer y = Buffer.allocate(type.dtype(), type.size());
    int[] at = new int[type.shape().rank()];
    for (int i = 0; i < y.size(); i++) {
      int from = map.index(at);
      if (from < 0) {
        y.setDouble(i, op.fill());
      } else {
        ScalarEvaluator.store(y, i, ScalarEvaluator.load(x.buffer(), from));
      }
      advance(at, type.shape());
    }
    return Tensor.over(type.shape(), y);
  }

  private static Kernel control(ControlOp op, Node node) {
    ImmutableList<Kernel> bodies =
        op.bodies().stream().map(Interpreter::body).collect(ImmutableList.toImmutableList());
    return op.kernel(bodies, node.inputTypes(), node.outputTypes());
  }

  private static Kernel body(BodyGraph body) {
    return (in, out, _) -> {
      List<Value> inputs = body.graph().inputs();
      Map<Value, Tensor> given = new HashMap<>();
      for (int i = 0; i < in.length; i++) {
        given.put(inputs.get(i), Tensor.over(inputs.get(i).shape(), in[i]));
      }
      List<Tensor> results = evaluate(body.graph().outputs(), given);
      for (int i = 0; i < out.length; i++) {
        out[i].copyFrom(results.get(i).buffer());
      }
    };
  }

  private static Tensor[] run(Kernel kernel, Node node, List<Tensor> x) {
    Tensor[] outputs = new Tensor[node.outputTypes().size()];
    Buffer[] y = new Buffer[outputs.length];
    for (int i = 0; i < y.length; i++) {
      TensorType type = node.outputTypes().get(i);
      y[i] = Buffer.allocate(type.dtype(), type.size());
      outputs[i] = Tensor.over(type.shape(), y[i]);
    }
    kernel.run(x.stream().map(Tensor::buffer).toArray(Buffer[]::new), y, Workers.SERIAL);
    return outputs;
  }

  /** Moves coordinates on to those of the next element, row-major. */
  private static void advance(int[] at, Shape shape) {
    for (int axis = at.length - 1; axis >= 0 && ++at[axis] == shape.dim(axis); axis--) {
      at[axis] = 0;
    }
  }
}
