// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.Elementwise;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Differentiates one node of a {@link TangentWalk} along a line. */
interface NodeTangent {
  /** A kernel counts as linear if that holds to so many digits for the numbers at hand. */
  double LINEAR = 1e-11;

  /** Returns the tangents of the outputs for values and tangents of the inputs. */
  double[][] run(double[][] x, double[][] dx);

  /** Returns what differentiates a node; empty if it cannot be seen through. */
  static Optional<NodeTangent> of(Node node) {
    return switch (node.op()) {
      case ElementwiseOp op ->
          body(op, node).map(body -> (x, dx) -> elementwise(node, body, x, dx));
      case ReductionOp op -> reduction(op, node);
      case ViewOp op -> Optional.of(view(op, node));
      case KernelOp op -> Optional.of(kernel(op, node));
      default -> Optional.empty();
    };
  }

  /** The body of an op may work on bits; then its formula says what it computes. */
  private static Optional<BodyTangent> body(ElementwiseOp op, Node node) {
    Optional<BodyTangent> body = BodyTangent.of(node.body());
    if (body.isPresent() || !(op instanceof Elementwise elementwise)) {
      return body;
    }
    List<TensorType> types = node.inputTypes();
    List<Scalar> x =
        IntStream.range(0, types.size())
            .mapToObj(i -> Scalar.argument(i, types.get(i).dtype()))
            .toList();
    return BodyTangent.of(elementwise.formula(x));
  }

  private static double[][] elementwise(Node node, BodyTangent body, double[][] x, double[][] dx) {
    double[] dy = new double[node.outputTypes().getFirst().size()];
    double[] arguments = new double[x.length];
    double[] tangents = new double[x.length];
    for (int i = 0; i < dy.length; i++) {
      for (int k = 0; k < arguments.length; k++) {
        arguments[k] = x[k][i];
        tangents[k] = dx[k][i];
      }
      body.run(arguments, tangents);
      dy[i] = body.tangent();
    }
    return new double[][] {dy};
  }

  private static Optional<NodeTangent> reduction(ReductionOp op, Node node) {
    TensorType in = node.inputTypes().getFirst();
    Scalar first = Scalar.argument(0, in.dtype());
    Optional<BodyTangent> combine =
        BodyTangent.of(op.combine(first, Scalar.argument(1, in.dtype())));
    Optional<BodyTangent> finish = BodyTangent.of(op.finish(first, op.count(in.shape())));
    Optional<BodyTangent> identity = BodyTangent.of(op.identity(in.dtype()));
    if (combine.isEmpty() || finish.isEmpty() || identity.isEmpty()) {
      return Optional.empty();
    }
    identity.get().run(new double[0], new double[0]);
    double start = identity.get().value();
    int[] target = NodeWalk.targets(in.shape(), op);
    int size = node.outputTypes().getFirst().size();
    return Optional.of((x, dx) -> {
      double[] y = new double[size];
      double[] dy = new double[size];
      Arrays.fill(y, start);
      for (int i = 0; i < target.length; i++) {
        int o = target[i];
        combine.get().run(new double[] {y[o], x[0][i]}, new double[] {dy[o], dx[0][i]});
        y[o] = combine.get().value();
        dy[o] = combine.get().tangent();
      }
      for (int o = 0; o < size; o++) {
        finish.get().run(new double[] {y[o]}, new double[] {dy[o]});
        dy[o] = finish.get().tangent();
      }
      return new double[][] {dy};
    });
  }

  private static NodeTangent view(ViewOp op, Node node) {
    IndexMap map = op.map(node.inputTypes().getFirst().shape());
    Shape shape = node.outputTypes().getFirst().shape();
    return (_, dx) -> {
      double[] dy = new double[shape.size()];
      int[] at = new int[shape.rank()];
      for (int i = 0; i < dy.length; i++) {
        int source = map.index(at);
        dy[i] = source < 0 ? 0 : dx[0][source];
        Numbers.advance(at, shape);
      }
      return new double[][] {dy};
    };
  }

  /**
   * Differentiates a kernel that is linear in each input that moves, as a matrix product is: the
   * tangent is the sum of what it makes of each tangent in the place of its input.
   */
  private static NodeTangent kernel(KernelOp op, Node node) {
    ImmutableList<TensorType> in = node.inputTypes();
    ImmutableList<TensorType> out = node.outputTypes();
    Kernel kernel = op.kernel(in, out);
    return (x, dx) -> {
      double[][] y = run(kernel, x, in, out);
      double[][] dy = new double[y.length][];
      Arrays.setAll(dy, k -> new double[y[k].length]);
      for (int i = 0; i < x.length; i++) {
        if (Arrays.stream(dx[i]).anyMatch(t -> t != 0)) {
          double[][] part = run(kernel, with(x, i, dx[i]), in, out);
          double[] moved = sum(x[i], dx[i], 1);
          double[][] there = run(kernel, with(x, i, moved), in, out);
          double[][] back = run(kernel, with(x, i, sum(x[i], dx[i], -2)), in, out);
          for (int k = 0; k < y.length; k++) {
            boolean linear = isSum(there[k], y[k], part[k], 1) && isSum(back[k], y[k], part[k], -2);
            dy[k] = linear ? sum(dy[k], part[k], 1) : unknown(dy[k].length);
          }
        }
      }
      return dy;
    };
  }

  private static boolean isSum(double[] sum, double[] y, double[] part, double times) {
    for (int j = 0; j < sum.length; j++) {
      double size = Math.max(Math.abs(y[j]), Math.abs(times * part[j]));
      if (!(Math.abs(sum[j] - y[j] - times * part[j]) <= LINEAR * size)) {
        return false;
      }
    }
    return true;
  }

  private static double[] unknown(int size) {
    double[] nan = new double[size];
    Arrays.fill(nan, Double.NaN);
    return nan;
  }

  private static double[][] with(double[][] x, int i, double[] other) {
    double[][] changed = x.clone();
    changed[i] = other;
    return changed;
  }

  private static double[] sum(double[] a, double[] b, double times) {
    double[] sum = a.clone();
    Arrays.setAll(sum, j -> a[j] + times * b[j]);
    return sum;
  }

  private static double[][] run(
      Kernel kernel, double[][] x, List<TensorType> in, List<TensorType> out) {
    Buffer[] given = new Buffer[x.length];
    Arrays.setAll(given, i -> Numbers.buffer(in.get(i), x[i]));
    Buffer[] results =
        out.stream().map(t -> Buffer.allocate(t.dtype(), t.size())).toArray(Buffer[]::new);
    try {
      kernel.run(given, results, Workers.SERIAL);
    } catch (RuntimeException _) {
      return out.stream().map(t -> unknown(t.size())).toArray(double[][]::new);
    }
    return Arrays.stream(results).map(Numbers::of).toArray(double[][]::new);
  }
}
