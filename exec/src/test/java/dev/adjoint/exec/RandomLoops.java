// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A random program that is mostly elementwise, over tensors as large as several pieces of work,
 * with broadcasts, transposes, reshapes, casts, reductions and updates of variables. The same for
 * the same seed but for its nodes and variables.
 */
final class RandomLoops extends RandomStep {
  private static final Shape[] SHAPES = {
    Shape.of(3, 5),
    Shape.of(1),
    Shape.of(4, 1, 9),
    Shape.of(40, 130),
    Shape.of(2, 3, 700),
    Shape.of(70, 3, 48),
    Shape.of(6, 5, 4, 100),
    Shape.of(9001),
    Shape.of(70, 300),
    Shape.of(5000, 7),
    Shape.of(3, 17000)
  };
  private static final DType[] DTYPES = {DType.F32, DType.F32, DType.F32, DType.F64, DType.I32};

  /** Repeats along the axes where the input has extent 1. */
  private record Spread(Shape to) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      int[] strides = in.strides().toArray();
      for (int i = 0; i < strides.length; i++) {
        strides[i] = in.dim(i) == 1 ? 0 : strides[i];
      }
      return IndexMap.of(to, 0, ImmutableIntArray.copyOf(strides));
    }
  }

  private final SplittableRandom random;
  private final Shape shape;
  private final List<Value> values = new ArrayList<>();

  RandomLoops(long seed, int size) {
    this.random = new SplittableRandom(seed);
    this.shape = SHAPES[random.nextInt(SHAPES.length)];
    for (int i = 0; i < 4; i++) {
      TensorType type = new TensorType(DTYPES[random.nextInt(DTYPES.length)], source());
      arguments.add(random(seed + i, type.dtype(), type.shape()));
      inputs.add(input("x" + i, type));
      values.add(spread(inputs.getLast()));
      variables.add(new Variable("v" + i, random(seed + 9 + i, type.dtype(), shape)));
      values.add(read(variables.getLast()));
    }
    values.add(spread(constant(random(seed, DType.F32, Shape.of()))));
    while (values.size() < 9 + size) {
      add();
    }
    for (int i = 0; i < 3; i++) {
      outputs.add(values.get(9 + random.nextInt(values.size() - 9)));
    }
    Value summed = outputs.getFirst();
    if (summed.dtype() != DType.BOOL) {
      outputs.add(apply(TestOps.reduce(TestOps.Combine.SUM, random.nextInt(rank(summed))), summed));
      outputs.add(apply(TestOps.reduce(TestOps.Combine.SUM, someAxes()), summed));
      outputs.add(apply(TestOps.reduce(TestOps.Combine.MAX, someAxes()), like(summed)));
    }
    for (Variable variable : variables) {
      List<Value> fitting = values.stream().filter(v -> v.type().equals(variable.type())).toList();
      updates.put(read(variable), fitting.get(random.nextInt(fitting.size())));
    }
  }

  private int[] someAxes() {
    return IntStream.range(0, shape.rank()).filter(_ -> random.nextBoolean()).toArray();
  }

  private static int rank(Value value) {
    return value.shape().rank();
  }

  /** Returns a shape that repeats into the program's. */
  private Shape source() {
    Shape source = shape;
    for (int i = 0; i < shape.rank(); i++) {
      source = random.nextInt(3) == 0 ? source.with(i, 1) : source;
    }
    return source;
  }

  private Value spread(Value value) {
    Value ranked = value;
    while (ranked.shape().rank() < shape.rank()) {
      ranked = apply(new TestOps.Reshape(ranked.shape().insert(0, 1)), ranked);
    }
    return ranked.shape().equals(shape) ? ranked : apply(new Spread(shape), ranked);
  }

  private Value any() {
    return values.get(random.nextInt(values.size()));
  }

  private Value like(Value a) {
    List<Value> same = values.stream().filter(v -> v.type().equals(a.type())).toList();
    return same.get(random.nextInt(same.size()));
  }

  private void add() {
    Value a = any();
    try {
      switch (random.nextInt(14)) {
        case 0, 1 -> values.add(apply(TestOps.ADD, a, like(a)));
        case 2, 3 -> values.add(apply(TestOps.MUL, a, like(a)));
        case 4 -> values.add(apply(TestOps.SUB, a, like(a)));
        case 5 -> values.add(apply(TestOps.BLEND, a, like(a), like(a)));
        case 6 -> values.add(apply(TestOps.WAVE, a));
        case 7 -> values.add(apply(TestOps.LESS, a, like(a)));
        case 8 -> {
          DType to = DTYPES[random.nextInt(DTYPES.length)];
          values.add(apply(new TestOps.Body("cast" + to, x -> x.get(0).cast(to)), a));
        }
        case 9 -> values.add(moved(a));
        case 10 -> {
          // Reads what may be in the same loop, but other elements of it.
          Value flat = apply(new TestOps.Reshape(Shape.of(shape.size())), a);
          Value back = apply(new TestOps.Window(1, 0, 0), flat);
          values.add(apply(new TestOps.Reshape(shape), back));
        }
        case 11 -> {
          Value reduced = apply(TestOps.reduce(TestOps.Combine.MAX, shape.rank() - 1), a);
          Value ranked = apply(new TestOps.Reshape(shape.with(shape.rank() - 1, 1)), reduced);
          values.add(apply(new Spread(shape), ranked));
        }
        default -> values.add(apply(TestOps.NEXT, a));
      }
    } catch (IllegalArgumentException _) {
      // The op does not take such values; another draw will.
    }
  }

  /** Swaps the outer axes and swaps them back, with a step in between. */
  private Value moved(Value a) {
    int last = shape.rank() - 1;
    Value swapped = apply(new TestOps.Swap(0, last), a);
    return apply(new TestOps.Swap(0, last), apply(TestOps.NEXT, swapped));
  }
}
