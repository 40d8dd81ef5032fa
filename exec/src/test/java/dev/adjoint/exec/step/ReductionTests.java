// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.random;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ObjectArrays;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.ir.LoopFusion;
import dev.adjoint.exec.ir.ReduceFusion;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ScalarProgramBuilder;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Workers;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ReductionTests {
  private static final int[][] SHAPES = {
    {},
    {1},
    {17},
    {4096},
    {4097},
    {9000},
    {3, 5},
    {5, 1},
    {70, 3},
    {200, 2},
    {3, 1030},
    {2, 3, 4},
    {130, 2, 3},
    {2, 66, 3, 5},
    {0},
    {0, 3},
    {3, 0},
    {1, 1, 7},
    {2, 2100}
  };

  private static Tensor run(TestOps.Reduce op, Tensor x, Workers workers) {
    ImmutableList<TensorType> in = ImmutableList.of(x.type());
    TensorType out = op.infer(in).getFirst();
    Buffer y = Buffer.allocate(out.dtype(), out.size());
    StepCodes.of(op, in, ImmutableList.of(out))
        .bind(new Buffer[] {x.buffer()}, new Buffer[] {y}, new ScratchPool(), workers)
        .run();
    return Tensor.over(out.shape(), y);
  }

  private static Tensor interpret(TestOps.Reduce op, Tensor x) {
    Value input = input("x", x.type());
    return Interpreter.evaluate(List.of(apply(op, input)), Map.of(input, x)).getFirst();
  }

  /** Returns every set of axes of a shape. */
  private static List<ImmutableIntArray> axes(Shape shape) {
    return IntStream.range(0, 1 << shape.rank())
        .mapToObj(bits ->
            ImmutableIntArray.copyOf(
                IntStream.range(0, shape.rank()).filter(i -> (bits >> i & 1) == 1)))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "I32", "I64"})
  void everyCombineGivesTheInterpretersBits(DType dtype) {
    int[][] more = {{12_388}, {1_285, 3}, {600, 2, 3}, {2, 4_100, 3}, {9, 2, 4_100}, {80, 3, 300}};
    for (int[] dims : ObjectArrays.concat(SHAPES, more, int[].class)) {
      Shape shape = Shape.of(dims);
      Tensor x = random(shape.size(), dtype, shape);
      for (ImmutableIntArray axes : axes(shape)) {
        for (Combine combine : Combine.values()) {
          TestOps.Reduce op = new TestOps.Reduce(combine, axes, false);
          assertThat(run(op, x, Workers.SERIAL))
              .as("%s %s", op, x.type())
              .isEqualTo(interpret(op, x));
        }
      }
    }
  }

  private static Tensor runFused(TestOps.Reduce op, Tensor x, Workers workers, boolean emit) {
    ScalarProgramBuilder body = new ScalarProgramBuilder();
    int element = body.input(x.dtype());
    int row = ReductionPath.of(x.shape(), op.axes()).orElseThrow().row();
    int rows = x.size() / row;
    boolean both = rows > 1 && row > 1;
    ImmutableIntArray dims =
        both
            ? ImmutableIntArray.of(rows, row)
            : x.size() == 1 ? ImmutableIntArray.of() : ImmutableIntArray.of(x.size());
    ImmutableIntArray strides =
        both
            ? ImmutableIntArray.of(row, 1)
            : ImmutableIntArray.copyOf(dims.asList().stream().mapToInt(_ -> 1));
    LoopFusion loop =
        new LoopFusion(
            dims,
            ImmutableList.of(new LoopFusion.Access(0, strides)),
            body.build(List.of(element)),
            ImmutableList.of(x.type()));
    ReduceFusion reduced = new ReduceFusion(loop, ImmutableList.of(op));
    TensorType out = reduced.infer(List.of(x.type())).getFirst();
    Buffer y = Buffer.allocate(out.dtype(), out.size());
    LoopCode.of(reduced, emit)
        .bind(new Buffer[] {x.buffer()}, new Buffer[] {y}, new ScratchPool(), workers)
        .run();
    return Tensor.over(out.shape(), y);
  }

  /** Compares a reduction in a loop with the same one alone, in every way that a loop can run. */
  private static void checkFused(TestOps.Reduce op, Tensor x) {
    if (x.size() == 0 || ReductionPath.of(x.shape(), op.axes()).isEmpty()) {
      return;
    }
    Tensor alone = run(op, x, Workers.SERIAL);
    try {
      for (String width : List.of("512", "256", "128", "off")) {
        System.setProperty(VectorSupport.WIDTH_PROPERTY, width);
        assertThat(runFused(op, x, Workers.SERIAL, true))
            .as("%s %s, width %s", op, x.type(), width)
            .isEqualTo(alone);
      }
      assertThat(runFused(op, x, Workers.SERIAL, false))
          .as("%s %s on block loops", op, x.type())
          .isEqualTo(alone);
      assertThat(runFused(op, x, POOLS.get(3), true)).as("%s %s", op, x.type()).isEqualTo(alone);
    } finally {
      System.clearProperty(VectorSupport.WIDTH_PROPERTY);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "I32", "I64"})
  void reductionsInLoopsGiveTheBitsOfThoseAlone(DType dtype) {
    int[][] more = {
      {3, 7, 36},
      {5, 2, 16},
      {70, 3, 40},
      {2, 130, 33},
      {3, 4, 5000},
      {9, 4200},
      {1_285, 3},
      {20, 3, 257}
    };
    for (int[] dims : ObjectArrays.concat(SHAPES, more, int[].class)) {
      Shape shape = Shape.of(dims);
      Tensor x = random(shape.size(), dtype, shape);
      for (ImmutableIntArray axes : axes(shape)) {
        for (Combine combine : Combine.values()) {
          checkFused(new TestOps.Reduce(combine, axes, false), x);
        }
        checkFused(new TestOps.Reduce(Combine.SUM, axes, true), x);
      }
    }
  }

  @Test
  void floatSumsAreWithinTheErrorOfTheirOrder() {
    for (int[] dims : SHAPES) {
      Shape shape = Shape.of(dims);
      Tensor x = random(shape.size(), DType.F32, shape);
      for (ImmutableIntArray axes : axes(shape)) {
        TestOps.Reduce op = new TestOps.Reduce(Combine.SUM, axes, true);
        Tensor sum = run(op, x, Workers.SERIAL);
        Tensor exact = interpret(op, x.cast(DType.F64));
        int count = Math.max(1, op.count(shape));
        // Values of at most 2, each added once: count steps of rounding, none above 2·count.
        double bound = Math.ulp(1f) * count * 2;
        for (int i = 0; i < sum.size(); i++) {
          assertThat(sum.buffer().getDouble(i) - exact.buffer().getDouble(i))
              .as("%s %s", op, shape)
              .isBetween(-bound, bound);
        }
      }
    }
  }

  @Test
  void sumsOfARunAddSixteenLanesInATree() {
    float[] x = new float[50];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) Math.exp(i % 7) * (i % 3 - 1.1f);
    }
    float[] lanes = new float[16];
    for (int i = 0; i < x.length; i++) {
      lanes[i % 16] += x[i];
    }
    for (int half = 8; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    assertThat(run(TestOps.reduce(Combine.SUM, 0), Tensor.of(x), Workers.SERIAL))
        .isEqualTo(Tensor.scalar(lanes[0]));
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    int[][] large = {{200_000}, {700, 300}, {3, 50_001}, {50_001, 3}, {40, 50, 60}, {2, 3, 30_000}};
    for (int[] dims : large) {
      Shape shape = Shape.of(dims);
      Tensor x = random(7, DType.F32, shape);
      for (ImmutableIntArray axes : axes(shape)) {
        for (boolean mean : new boolean[] {false, true}) {
          TestOps.Reduce op = new TestOps.Reduce(Combine.SUM, axes, mean);
          Tensor alone = run(op, x, Workers.SERIAL);
          for (int threads : new int[] {2, 3, 8}) {
            assertThat(run(op, x, POOLS.get(threads))).as("%s %s", op, shape).isEqualTo(alone);
          }
        }
      }
    }
  }

  private static final Map<Integer, WorkerPool> POOLS =
      Map.of(2, WorkerPool.of(2), 3, WorkerPool.of(3), 8, WorkerPool.of(8));
}
