// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A random program over the rows of a matrix, in the manner of softmaxes and layer norms: rows are
 * reduced, results of reductions are computed with and repeated along their rows, rows are reduced
 * into one another, and now and then a kernel stands between. The same for the same seed but for
 * its nodes and variables.
 */
final class RandomRows extends RandomStep {
  private static final Shape[] SHAPES = {
    Shape.of(70, 33),
    Shape.of(3, 25, 40),
    Shape.of(130, 64),
    Shape.of(2, 2, 37, 48),
    Shape.of(9, 1025),
    Shape.of(5, 4100),
    Shape.of(200, 128)
  };
  private static final DType[] DTYPES = {DType.F32, DType.F32, DType.F64, DType.I32};

  /** Repeats each element along a new last axis. */
  private record Along(int times) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(
          in.insert(in.rank(), times),
          0,
          ImmutableIntArray.builder().addAll(in.strides()).add(0).build());
    }
  }

  private final SplittableRandom random;
  private final Shape shape;
  private final DType dtype;
  private final List<Value> wide = new ArrayList<>();
  private final List<Value> narrow = new ArrayList<>();

  RandomRows(long seed, int size) {
    this.random = new SplittableRandom(seed);
    this.shape = SHAPES[random.nextInt(SHAPES.length)];
    this.dtype = DTYPES[random.nextInt(DTYPES.length)];
    Shape outer = Shape.of(Arrays.copyOf(shape.dims().toArray(), shape.rank() - 1));
    add(wide, "x", new TensorType(dtype, shape), seed);
    add(narrow, "r", new TensorType(dtype, outer), seed + 1);
    variables.add(new Variable("v", random(seed + 2, dtype, shape)));
    variables.add(new Variable("w", random(seed + 3, dtype, outer)));
    wide.add(read(variables.get(0)));
    narrow.add(read(variables.get(1)));
    narrow.add(reduced(wide.getFirst()));
    for (int i = 0; i < size; i++) {
      step();
    }
    outputs.add(wide.getLast());
    outputs.add(narrow.getLast());
    outputs.add(any(wide));
    outputs.add(apply(reduce(TestOps.Combine.SUM, 0), wide.getLast()));
    updates.put(read(variables.get(0)), any(wide));
    updates.put(read(variables.get(1)), any(narrow));
  }

  private void add(List<Value> to, String label, TensorType type, long seed) {
    inputs.add(input(label, type));
    arguments.add(random(seed, type.dtype(), type.shape()));
    to.add(inputs.getLast());
  }

  private Value any(List<Value> of) {
    // Rather what was computed last, so that chains get long.
    return of.get(Math.max(random.nextInt(of.size()), random.nextInt(of.size())));
  }

  private Value reduced(Value x) {
    TestOps.Combine how = random.nextBoolean() ? TestOps.Combine.SUM : TestOps.Combine.MAX;
    return apply(reduce(how, shape.rank() - 1), x);
  }

  private Value spread(Value x) {
    return apply(new Along(shape.dim(shape.rank() - 1)), x);
  }

  private void step() {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> wide.add(apply(TestOps.SUB, any(wide), spread(any(narrow))));
      case 3 -> wide.add(apply(TestOps.MUL, any(wide), spread(any(narrow))));
      case 4 -> wide.add(apply(TestOps.ADD, any(wide), any(wide)));
      case 5 -> wide.add(apply(TestOps.NEXT, any(wide)));
      case 6, 7 -> narrow.add(reduced(any(wide)));
      case 8 -> narrow.add(apply(TestOps.BLEND, any(narrow), any(narrow), any(narrow)));
      case 9 -> narrow.add(apply(TestOps.NEXT, any(narrow)));
      case 10 -> outputs.add(apply(reduce(TestOps.Combine.SUM, axes()), any(wide)));
      default -> {
        List<Value> some = random.nextBoolean() ? wide : narrow;
        some.add(apply(new TestOps.Scan(), any(some)));
      }
    }
  }

  /** Returns all axes but the last, all but the first, or all. */
  private int[] axes() {
    int kept = random.nextInt(-1, 2);
    return IntStream.range(0, shape.rank())
        .filter(a -> a != (kept == 0 ? 0 : kept * (shape.rank() - 1)))
        .toArray();
  }
}
