// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A random program of ops of every kind, the same for the same seed but for its nodes and
 * variables. Its reductions do not round, so that their order does not matter.
 */
final class RandomProgram {
  private static final Shape[] SHAPES = {
    Shape.SCALAR, Shape.of(3), Shape.of(2, 3), Shape.of(3, 2), Shape.of(6), Shape.of(0), Shape.of(1)
  };
  private static final DType[] DTYPES = {DType.F32, DType.F32, DType.F64, DType.I32, DType.BOOL};

  private final SplittableRandom random;
  private final List<Value> values = new ArrayList<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Value> outputs = new ArrayList<>();
  private final Map<Value, Value> updates = new LinkedHashMap<>();

  RandomProgram(long seed, int size) {
    this.random = new SplittableRandom(seed);
    List<Variable> variables = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      inputs.add(input("x" + i, type()));
      TensorType type = type();
      variables.add(new Variable("v" + i, random(i, type.dtype(), type.shape())));
      values.add(constant(random(random.nextInt(3), type().dtype(), type().shape())));
    }
    variables.forEach(v -> values.add(read(v)));
    values.addAll(inputs);
    while (values.size() < 9 + size) {
      add();
    }
    for (int i = random.nextInt(4); i >= 0; i--) {
      outputs.add(any());
    }
    for (Variable variable : variables) {
      List<Value> fitting = values.stream().filter(v -> v.type().equals(variable.type())).toList();
      if (random.nextInt(4) > 0) {
        // Late values are more likely, as in an optimizer.
        int at = Math.max(random.nextInt(fitting.size()), random.nextInt(fitting.size()));
        updates.put(read(variable), fitting.get(at));
      }
    }
  }

  List<Value> inputs() {
    return inputs;
  }

  List<Value> outputs() {
    return outputs;
  }

  Map<Value, Value> updates() {
    return updates;
  }

  private TensorType type() {
    return new TensorType(
        DTYPES[random.nextInt(DTYPES.length)], SHAPES[random.nextInt(SHAPES.length)]);
  }

  private Value any() {
    return values.get(random.nextInt(values.size()));
  }

  /** Adds what a random op makes of random values, if it takes them. */
  private void add() {
    Value a = any();
    List<Value> same = values.stream().filter(v -> v.type().equals(a.type())).toList();
    Value b = same.get(random.nextInt(same.size()));
    Value c = same.get(random.nextInt(same.size()));
    int rank = a.shape().rank();
    try {
      switch (random.nextInt(16)) {
        case 0, 1, 2 -> values.add(apply(TestOps.ADD, a, b));
        case 3 -> values.add(apply(TestOps.SUB, a, b));
        case 4 -> values.add(apply(TestOps.HALVE, a));
        case 5 -> values.add(apply(TestOps.LESS, a, b));
        case 6 -> values.add(apply(TestOps.BLEND, a, b, c));
        case 7 -> values.add(apply(TestOps.SAME, a));
        case 8 -> values.add(apply(TestOps.MUL, a, b));
        case 9 -> values.add(apply(reduction(rank), a));
        case 10 -> values.add(apply(new TestOps.Repeat(random.nextInt(3)), a));
        case 11 -> values.add(apply(new TestOps.Swap(0, rank - 1), a));
        case 12 -> values.add(apply(new TestOps.Window(1 + random.nextInt(2), 1, 1), a));
        case 13 -> values.add(apply(new TestOps.Reshape(reshaped(a.shape())), a));
        case 14 -> {
          Node scan = Node.of(new TestOps.Scan(), List.of(a));
          values.add(scan.output(random.nextInt(2)));
        }
        default -> values.add(apply(TestOps.NEXT, a));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
      // The op does not take such values; another draw will.
    }
  }

  private Op reduction(int rank) {
    Combine combine = random.nextBoolean() ? Combine.MAX : Combine.MIN;
    return random.nextBoolean()
        ? new TestOps.Reduce(combine, ImmutableIntArray.of(rank - 1), random.nextBoolean())
        : reduce(combine, 0);
  }

  private Shape reshaped(Shape from) {
    return random.nextBoolean() ? Shape.of(from.size()) : from.insert(0, 1);
  }
}
