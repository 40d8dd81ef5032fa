// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one node of a {@link GraphWalk}, from arrays of numbers to arrays of numbers. */
interface NodeWalk {
  /** A kernel rounds often, and where is not known. */
  double KERNEL_ROUNDINGS = 4;

  /** Larger kernels are not tried for whether they only choose among their inputs. */
  int MOST_TRIED = 4096;

  /** Returns the outputs for inputs, moved as rounding may have done. */
  double[][] run(double[][] x, Jitter jitter);

  /** Returns what runs a node. */
  static NodeWalk of(Node node) {
    return switch (node.op()) {
      case ElementwiseOp _ ->
          BodyWalk.of(node.body())
              .<NodeWalk>map(body -> (x, jitter) -> elementwise(node, body, x, jitter))
              .orElseGet(() -> opaque(node));
      case ReductionOp op -> reduction(op, node);
      case ViewOp op -> view(op, node);
      case KernelOp op -> kernel(op, node);
      case ControlOp op -> control(op, node);
      case LeafOp _ -> throw new AssertionError(node);
    };
  }

  private static double[][] elementwise(Node node, BodyWalk body, double[][] x, Jitter jitter) {
    double[] y = new double[node.outputTypes().getFirst().size()];
    double[] arguments = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      for (int k = 0; k < arguments.length; k++) {
        arguments[k] = x[k][i];
      }
      y[i] = body.run(jitter, arguments);
    }
    return new double[][] {y};
  }

  /** Runs a node whose inside cannot be seen, and moves what comes out. */
  private static NodeWalk opaque(Node node) {
    List<Expr> inputs = node.inputTypes().stream().map(t -> Expr.input("x", t)).toList();
    Node alone = node.withInputs(inputs);
    List<Value> outputs = new ArrayList<>();
    for (int i = 0; i < node.outputTypes().size(); i++) {
      outputs.add(alone.output(i));
    }
    return (x, jitter) -> {
      Map<Value, Tensor> given = new HashMap<>();
      for (int i = 0; i < x.length; i++) {
        TensorType type = node.inputTypes().get(i);
        given.put(inputs.get(i), Tensor.of(type.dtype(), type.shape(), x[i]));
      }
      List<Tensor> y = Interpreter.evaluate(outputs, given);
      return y.stream()
          .map(
              t -> t.dtype().isFloating() ? moved(t.toDoubleArray(), 1, jitter) : t.toDoubleArray())
          .toArray(double[][]::new);
    };
  }

  private static double[] moved(double[] x, double times, Jitter jitter) {
    double[] y = new double[x.length];
    for (int i = 0; i < y.length; i++) {
      y[i] = jitter.of(x[i], times);
    }
    return y;
  }

  /** A sum of many is off by about as much as if each had been rounded once a level of a tree. */
  private static NodeWalk reduction(ReductionOp op, Node node) {
    TensorType in = node.inputTypes().getFirst();
    Scalar first = Scalar.argument(0, in.dtype());
    Scalar second = Scalar.argument(1, in.dtype());
    int count = op.count(in.shape());
    Optional<BodyWalk> combine = BodyWalk.of(op.combine(first, second));
    Optional<BodyWalk> finish = BodyWalk.of(op.finish(first, count));
    if (combine.isEmpty() || finish.isEmpty()) {
      return opaque(node);
    }
    double identity = BodyWalk.of(op.identity(in.dtype())).orElseThrow().run(Jitter.none());
    int[] target = targets(in.shape(), op);
    int size = node.outputTypes().getFirst().size();
    boolean rounds = in.dtype().isFloating() && combine.get().rounds() && count > 1;
    double times = rounds ? 1 + StrictMath.log(count) / 4 : 0;
    return (x, jitter) -> {
      double[] y = new double[size];
      Arrays.fill(y, identity);
      Jitter none = Jitter.none();
      boolean moves = rounds && (jitter.movesAll() || !areWhole(x[0]));
      for (int i = 0; i < target.length; i++) {
        double next = moves ? jitter.of(x[0][i], times) : x[0][i];
        y[target[i]] = combine.get().run(none, y[target[i]], next);
      }
      for (int o = 0; o < size; o++) {
        y[o] = finish.get().run(jitter, y[o]);
      }
      return new double[][] {y};
    };
  }

  /** Returns whether numbers are integers of which no sum is rounded: when they count, say. */
  private static boolean areWhole(double[] x) {
    double sum = 0;
    for (double each : x) {
      sum = each == Math.rint(each) ? sum + Math.abs(each) : Double.NaN;
    }
    return sum < 0x1p24;
  }

  /** Returns which output each input element goes to. */
  static int[] targets(Shape shape, ReductionOp op) {
    int[] target = new int[shape.size()];
    int[] at = new int[shape.rank()];
    for (int i = 0; i < target.length; i++) {
      int o = 0;
      for (int axis = 0; axis < at.length; axis++) {
        o = op.axes().contains(axis) ? o : o * shape.dim(axis) + at[axis];
      }
      target[i] = o;
      Numbers.advance(at, shape);
    }
    return target;
  }

  private static NodeWalk view(ViewOp op, Node node) {
    IndexMap map = op.map(node.inputTypes().getFirst().shape());
    Shape shape = node.outputTypes().getFirst().shape();
    int[] source = new int[shape.size()];
    int[] at = new int[shape.rank()];
    for (int i = 0; i < source.length; i++) {
      source[i] = map.index(at);
      Numbers.advance(at, shape);
    }
    return (x, _) -> {
      double[] y = new double[source.length];
      for (int i = 0; i < y.length; i++) {
        y[i] = source[i] < 0 ? op.fill() : x[0][source[i]];
      }
      return new double[][] {y};
    };
  }

  /** Looks inside a kernel that says what it does. */
  private static NodeWalk kernel(KernelOp op, Node node) {
    List<Expr> inputs = node.inputTypes().stream().map(t -> Expr.input("x", t)).toList();
    return op.expansion(ImmutableList.copyOf(inputs))
        .map(outputs -> expanded(GraphWalk.inside(inputs, outputs), node))
        .orElseGet(() -> {
          Kernel kernel = op.kernel(node.inputTypes(), node.outputTypes());
          return KernelChoices.mayChoose(node, MOST_TRIED)
              ? (x, _) -> run(kernel, inputs(x, node, Jitter.none()), node)
              : closed(kernel, node);
        });
  }

  private static NodeWalk expanded(GraphWalk inside, Node node) {
    return (x, jitter) -> {
      double[] all = inside.run(List.of(x), jitter);
      double[][] y = new double[node.outputTypes().size()][];
      int at = 0;
      for (int i = 0; i < y.length; i++) {
        int size = node.outputTypes().get(i).size();
        y[i] = Arrays.copyOfRange(all, at, at + size);
        at += size;
      }
      return y;
    };
  }

  private static NodeWalk closed(Kernel kernel, Node node) {
    return (x, jitter) -> {
      double[][] y;
      try {
        y = run(kernel, inputs(x, node, jitter), node);
      } catch (OutsideDomain _) { // at its end, and moved beyond
        y = run(kernel, inputs(x, node, Jitter.none()), node);
      }
      for (int i = 0; i < y.length; i++) {
        if (node.outputTypes().get(i).dtype().isFloating()) {
          y[i] = moved(y[i], 1, jitter);
          for (double value : y[i]) {
            if (!Double.isFinite(value)) {
              jitter.strain();
            }
          }
        }
      }
      return y;
    };
  }

  private static Buffer[] inputs(double[][] x, Node node, Jitter jitter) {
    Buffer[] in = new Buffer[x.length];
    for (int i = 0; i < in.length; i++) {
      boolean real = node.inputTypes().get(i).dtype().isFloating();
      in[i] =
          Numbers.buffer(
              node.inputTypes().get(i), real ? moved(x[i], KERNEL_ROUNDINGS, jitter) : x[i]);
    }
    return in;
  }

  private static double[][] run(Kernel kernel, Buffer[] in, Node node) {
    Buffer[] out =
        node.outputTypes().stream()
            .map(t -> Buffer.allocate(t.dtype(), t.size()))
            .toArray(Buffer[]::new);
    try {
      kernel.run(in, out, Workers.SERIAL);
    } catch (RuntimeException e) {
      throw new OutsideDomain(e);
    }
    double[][] y = new double[out.length][];
    for (int i = 0; i < y.length; i++) {
      y[i] = Numbers.of(out[i]);
    }
    return y;
  }

  /** Runs the graphs of an op of control flow in the same way as the graph around it. */
  private static NodeWalk control(ControlOp op, Node node) {
    List<BodyGraph> bodies = op.bodies();
    List<GraphWalk> walks =
        bodies.stream()
            .map(b -> GraphWalk.inside(b.graph().inputs(), b.graph().outputs()))
            .toList();
    return (x, jitter) -> {
      ImmutableList.Builder<Kernel> kernels = ImmutableList.builder();
      for (int i = 0; i < walks.size(); i++) {
        GraphWalk walk = walks.get(i);
        kernels.add((in, out, _) -> {
          List<double[]> numbers = new ArrayList<>();
          for (Buffer buffer : in) {
            numbers.add(Numbers.of(buffer));
          }
          Numbers.spread(walk.run(numbers, jitter), out);
        });
      }
      Buffer[] in = new Buffer[x.length];
      for (int i = 0; i < in.length; i++) {
        in[i] = Numbers.buffer(node.inputTypes().get(i), x[i]);
      }
      return run(op.kernel(kernels.build(), node.inputTypes(), node.outputTypes()), in, node);
    };
  }
}
