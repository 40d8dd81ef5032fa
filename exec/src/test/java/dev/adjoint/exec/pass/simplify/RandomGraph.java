// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.reduce;

import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Body;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** A random graph that is rich in what the table rewrites, the same for the same seed. */
final class RandomGraph {
  private static final int LARGEST = 500;
  private static final Shape[] SHAPES = {Shape.of(1), Shape.of(2, 3), Shape.of(6), Shape.of(1, 3)};
  private static final DType[] DTYPES = {DType.F32, DType.F32, DType.F64, DType.I32, DType.BOOL};
  private static final double[] CONSTANTS = {
    0, -0.0, 1, -1, 2, -0.5, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };
  private static final Body[] UNARY = {Bodies.NEG, Bodies.NEG, Bodies.ABS, Bodies.NOT};
  private static final Body[] BINARY = {
    TestOps.ADD,
    TestOps.SUB,
    TestOps.MUL,
    Bodies.DIV,
    Bodies.MAX,
    Bodies.MIN,
    Bodies.AND,
    Bodies.OR,
    Bodies.XOR,
    TestOps.LESS
  };

  private final SplittableRandom random;
  private final List<Value> values = new ArrayList<>();

  private RandomGraph(long seed) {
    random = new SplittableRandom(seed);
  }

  static Graph of(long seed, int size) {
    RandomGraph graph = new RandomGraph(seed);
    for (int i = 0; i < 4; i++) {
      TensorType type = new TensorType(graph.any(DTYPES), graph.any(SHAPES));
      graph.values.add(input("x" + i, type));
    }
    while (graph.values.size() < 4 + size) {
      graph.add();
    }
    List<Value> last = graph.values.subList(graph.values.size() - 3, graph.values.size());
    return Graph.of(List.copyOf(last));
  }

  private <T> T any(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  /** Returns one of the values of a type, or a constant. */
  private Value like(TensorType type) {
    List<Value> fitting = values.stream().filter(v -> v.type().equals(type)).toList();
    return fitting.isEmpty() || random.nextInt(3) == 0
        ? number(type)
        : fitting.get(random.nextInt(fitting.size()));
  }

  private Value number(TensorType type) {
    double number = CONSTANTS[random.nextInt(CONSTANTS.length)];
    return Bodies.splat(type.dtype(), type.shape(), number);
  }

  private void add() {
    int size = values.size();
    Value drawn = values.get(Math.max(random.nextInt(size), random.nextInt(size)));
    Value a = random.nextInt(12) == 0 ? number(drawn.type()) : drawn;
    int rank = a.shape().rank();
    try {
      Value y =
          switch (random.nextInt(14)) {
            case 0, 1 -> apply(any(UNARY), a);
            case 2, 3, 4, 5 -> apply(any(BINARY), a, like(a.type()));
            case 6 -> {
              Value c = like(new TensorType(DType.BOOL, a.shape()));
              yield apply(Bodies.SELECT, c, a, like(a.type()));
            }
            case 7 -> apply(Bodies.cast(any(DTYPES)), a);
            case 8 -> Node.of(new TestOps.Scan(), List.of(a)).output(random.nextInt(2));
            case 9 -> apply(reduce(any(Combine.values()), random.nextInt(rank)), a);
            case 10 -> {
              Body op = any(BINARY);
              yield apply(op, number(a.type()), apply(op, a, number(a.type())));
            }
            default -> apply(view(a.shape()), a);
          };
      if (y.type().size() <= LARGEST) {
        values.add(y);
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      // The op does not take such values; another draw will.
    }
  }

  private Op view(Shape in) {
    int rank = in.rank();
    return switch (random.nextInt(6)) {
      case 0, 1 -> new TestOps.Repeat(random.nextBoolean() ? 40 : 2);
      case 2 -> new TestOps.Swap(random.nextInt(rank), random.nextInt(rank));
      case 3 -> new TestOps.Window(1 + random.nextInt(2), random.nextInt(2), random.nextInt(2));
      case 4 -> new TestOps.Reshape(Shape.of(in.size()));
      default -> new TestOps.Reshape(in.size() % 6 == 0 ? Shape.of(2, in.size() / 2) : in);
    };
  }
}
