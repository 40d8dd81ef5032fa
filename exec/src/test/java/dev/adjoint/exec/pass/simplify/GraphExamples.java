// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.exec.TestScatter;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Examples of the rows about kernels, and of those that look at more than one node. */
final class GraphExamples {
  private final ImmutableListMultimap.Builder<String, Value> all = ImmutableListMultimap.builder();

  private GraphExamples() {}

  static ImmutableListMultimap<String, Value> all() {
    GraphExamples examples = new GraphExamples();
    examples.kernels();
    examples.graphs();
    examples.products();
    examples.tables();
    return examples.all.build();
  }

  /** Gives the sum of each line and of its squares; reads columns as lines on demand. */
  record LineSums(boolean columns) implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      Shape in = inputs.getFirst().shape();
      TensorType line = inputs.getFirst().withShape(Shape.of(in.dim(columns ? 1 : 0)));
      return ImmutableList.of(line, line);
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      Shape in = inputs.getFirst().shape();
      int lines = in.dim(columns ? 1 : 0);
      int count = in.dim(columns ? 0 : 1);
      return (x, y, _) -> {
        for (int i = 0; i < lines; i++) {
          double sum = 0;
          double squares = 0;
          for (int k = 0; k < count; k++) {
            double at = x[0].getDouble(columns ? k * lines + i : i * count + k);
            sum += at;
            squares += at * at;
          }
          y[0].setDouble(i, sum);
          y[1].setDouble(i, squares);
        }
      };
    }

    @Override
    public Optional<KernelOp> absorbing(int input, IndexMap map, Shape source) {
      boolean swap = source.rank() == 2 && new Swap(0, 1).map(source).equals(map);
      return swap ? Optional.of(new LineSums(!columns)) : Optional.empty();
    }
  }

  /** Gives a matrix negated; writes rows as columns on demand. */
  record Negated(boolean transposed) implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      Shape in = inputs.getFirst().shape();
      Shape turned = Shape.of(in.dim(1), in.dim(0));
      return ImmutableList.of(inputs.getFirst().withShape(transposed ? turned : in));
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      int rows = inputs.getFirst().shape().dim(0);
      int columns = inputs.getFirst().shape().dim(1);
      return (x, y, _) -> {
        for (int i = 0; i < rows * columns; i++) {
          int at = transposed ? i % columns * rows + i / columns : i;
          y[0].setDouble(at, -x[0].getDouble(i));
        }
      };
    }

    @Override
    public Optional<KernelOp> emitting(IndexMap map, Shape output) {
      boolean swap = new Swap(0, 1).map(output).equals(map);
      return swap ? Optional.of(new Negated(!transposed)) : Optional.empty();
    }
  }

  /** Runs several bodies of one output on the same inputs. */
  record Once(ImmutableList<BodyGraph> bodies) implements ControlOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.copyOf(Collections.nCopies(bodies.size(), inputs.getFirst()));
    }

    @Override
    public Kernel kernel(
        ImmutableList<Kernel> kernels,
        ImmutableList<TensorType> inputs,
        ImmutableList<TensorType> outputs) {
      return (x, y, workers) -> {
        for (int i = 0; i < kernels.size(); i++) {
          kernels.get(i).run(x, new Buffer[] {y[i]}, workers);
        }
      };
    }

    @Override
    public Optional<Part> part(ImmutableIntArray used) {
      if (used.length() == bodies.size()) {
        return Optional.empty();
      }
      ImmutableList<BodyGraph> left =
          used.stream().mapToObj(bodies::get).collect(ImmutableList.toImmutableList());
      return Optional.of(new Part(new Once(left), ImmutableIntArray.of(0), used));
    }
  }

  private void kernels() {
    Value negated = apply(new Negated(false), input("x", 3, 5));
    all.put("view-out-of-kernel", apply(new Swap(0, 1), negated));
    Value swapped = apply(new Swap(0, 1), input("x", 3, 5));
    Node sums = Node.of(new LineSums(false), List.of(swapped));
    all.putAll("view-into-kernel", sums.output(0), sums.output(1));
    StridedView everyOther = StridedView.of(Shape.of(5, 3), 1, new int[] {1, 12});
    Value columns = apply(everyOther, input("x", 6, 6));
    all.put("transposed-read", apply(new LineSums(false), columns));
    all.put("transposed-read", apply(new LineSums(true), columns));
  }

  /** Rows that look at more than one node. */
  private void graphs() {
    Value x = input("x", 3, 5);
    Value one = constant(Tensor.of(1f, 2f));
    all.put("stated-expansion", apply(new TestOps.Detour(), x));
    all.put("constant", apply(ADD, one, one));
    all.put("common-subexpression", apply(ADD, apply(Bodies.ABS, x), apply(Bodies.ABS, x)));
    Value w = input("w", 5, 8);
    TestProduct rows = new TestProduct(true, false);
    Value first = apply(rows, x, input("y", 3, 5));
    all.put(
        "batched-accumulations",
        apply(ADD, first, apply(rows, input("z", 3, 5), input("u", 3, 5))));
    TestProduct turned = new TestProduct(false, true);
    Value weight = apply(Bodies.ABS, input("v", 8, 5));
    Value both = apply(ADD, apply(turned, x, weight), apply(turned, input("t", 3, 5), weight));
    all.put("merged-matmuls", both);
    Value gates = apply(Bodies.EXP, apply(new TestProduct(false, false), x, input("g", 5, 40)));
    Value left = apply(StridedView.of(Shape.of(3, 20), 0, new int[] {40, 1}), gates);
    Value right = apply(StridedView.of(Shape.of(3, 20), 20, new int[] {40, 1}), gates);
    all.put("hoisted-slices", apply(ADD, left, right));
    Value in = input("b", 3, 5);
    BodyGraph body = BodyGraph.of(List.of(in), List.of(apply(Bodies.ABS, in)));
    all.put("unread-output", Node.of(new Once(ImmutableList.of(body, body)), List.of(x)).output(1));
  }

  /** A table with some rows changed. */
  private void tables() {
    Value table = input("p", 40, 3);
    Value at = input("at", new TensorType(DType.I32, Shape.of(4)));
    Value zeros = Bodies.splat(DType.F32, Shape.of(40, 3), 0);
    Value gradient = apply(new TestScatter(0), zeros, at, input("dy", 4, 3));
    all.put("sparse-updates", apply(ADD, table, apply(TestOps.HALVE, gradient)));
  }

  /** Chains and sums of products of few rows. */
  private void products() {
    TestProduct product = new TestProduct(false, false);
    Value weight = input("w", 20, 20);
    Value sum = apply(product, input("x", 33, 20), weight);
    Value state = input("s", 33, 20);
    for (int i = 0; i < 4; i++) {
      sum = apply(ADD, sum, apply(product, input("x" + i, 33, 20), weight));
      state = apply(Bodies.ABS, apply(product, state, input("w" + i, 20, 20)));
    }
    all.put("prepacked-operand", sum);
    all.put("row-partitions", state);
  }
}
