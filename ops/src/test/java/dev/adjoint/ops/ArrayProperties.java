// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.primitives.Ints;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.op.shape.Permute;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Laws of views, products, indexing and softmax on tensors of random shapes. */
class ArrayProperties {
  @Provide
  Arbitrary<Tensor> tensors() {
    return Arbitraries.integers()
        .between(0, 5)
        .array(int[].class)
        .ofMinSize(1)
        .ofMaxSize(4)
        .flatMap(dims -> Arbitraries.longs().map(seed -> random(seed, dims)));
  }

  private static Tensor random(long seed, int... dims) {
    return Arg.real(dims).draw(DType.F64, new SplittableRandom(seed));
  }

  private static Tensor run(Tensor x, Function<Expr, Expr> function) {
    return Evaluation.evaluate(List.of(x), in -> List.of(function.apply(in.getFirst()))).getFirst();
  }

  @Property(tries = 200)
  void permutingBackGivesWhatWasThere(@ForAll("tensors") Tensor x, @ForAll long seed) {
    List<Integer> axes = new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
    Collections.shuffle(axes, new Random(seed));
    int[] order = Ints.toArray(axes);
    assertThat(
            run(
                x,
                in -> {
                  Expr y = in.permute(order);
                  return Expr.apply(((Permute) y.node().op()).inverse(), y);
                }))
        .isEqualTo(x);
    assertThat(run(x, in -> in.flip().flip())).isEqualTo(x);
  }

  @Property(tries = 200)
  void slicingThePaddingOffGivesWhatWasThere(
      @ForAll("tensors") Tensor x,
      @ForAll @IntRange(max = 3) int before,
      @ForAll @IntRange(max = 3) int after) {
    int rank = x.shape().rank();
    int[] low = IntStream.generate(() -> before).limit(rank).toArray();
    int[] high = IntStream.generate(() -> after).limit(rank).toArray();
    int[] stops = x.shape().dims().stream().map(d -> d + before).toArray();
    assertThat(run(x, in -> in.pad(low, high, 7).slice(low, stops))).isEqualTo(x);
  }

  @Property(tries = 200)
  void concatenatingTheSplitPartsGivesWhatWasThere(@ForAll("tensors") Tensor x, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int axis = random.nextInt(x.shape().rank());
    int extent = x.shape().dim(axis);
    int cut = random.nextInt(extent + 1);
    assertThat(run(x, in -> Expr.concat(axis, in.split(axis, cut, 0, extent - cut)))).isEqualTo(x);
    assertThat(
            run(
                x,
                in ->
                    Expr.stack(
                        axis,
                        IntStream.range(0, Math.max(1, extent))
                            .mapToObj(i -> extent == 0 ? in.sum(axis) : in.select(axis, i))
                            .toList())))
        .isEqualTo(extent == 0 ? Tensor.zeros(DType.F64, x.shape().with(axis, 1)) : x);
  }

  @Property(tries = 200)
  void slicesHaveTheElementsThatALoopFinds(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int extent = random.nextInt(1, 12);
    Tensor x = random(seed, extent);
    int step = random.nextInt(1, 5) * (random.nextBoolean() ? 1 : -1);
    int a = random.nextInt(extent);
    int b = random.nextInt(extent);
    int start = step > 0 ? Math.min(a, b) : Math.max(a, b);
    int stop = step > 0 ? Math.max(a, b) + 1 : Math.min(a, b) - 1;
    List<Double> expected = new ArrayList<>();
    for (int i = start; step > 0 ? i < stop : i > stop; i += step) {
      expected.add(x.getDouble(i));
    }
    int written = stop == -1 ? -extent - 1 : stop;
    Tensor y = run(x, in -> in.slice(0, start, written, step));
    assertThat(y.toDoubleArray()).containsExactly(expected.toArray(new Double[0]));
  }

  @Property(tries = 200)
  void slicePutBackByItsRuleIsZeroElsewhere(@ForAll("tensors") Tensor x, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int axis = random.nextInt(x.shape().rank());
    int extent = x.shape().dim(axis);
    if (extent == 0) {
      return;
    }
    int start = random.nextInt(extent);
    int step = random.nextInt(1, 4);
    Expr in = Expr.constant(x);
    Expr y = in.slice(axis, start, extent, step);
    if (y.equals(in)) {
      return;
    }
    Expr back =
        ((Differentiable) y.node().op()).vjp(List.of(in), List.of(y), List.of(y)).getFirst();
    Tensor places = Tensor.arange(DType.I32, start, step, y.shape().dim(axis));
    Expr expected = in.zerosLike().scatterAdd(axis, Expr.constant(places), y);
    assertThat(back.eval()).isEqualTo(expected.eval());
  }

  @Property(tries = 200)
  void gatheringFindsWhatALoopFinds(@ForAll("tensors") Tensor x, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int axis = random.nextInt(x.shape().rank());
    int extent = x.shape().dim(axis);
    int count = extent == 0 ? 0 : random.nextInt(5);
    Tensor indices = Arg.index(DType.I64, Math.max(1, extent), count).draw(DType.F64, random);
    Expr rows =
        count == 0
            ? Expr.constant(x).slice(axis, 0, 0)
            : Expr.stack(
                axis,
                Arrays.stream(indices.toIntArray())
                    .mapToObj(i -> Expr.constant(x).select(axis, i))
                    .toList());
    assertThat(run(x, in -> in.gather(axis, Expr.constant(indices)))).isEqualTo(rows.eval());
  }

  @Property(tries = 200)
  void scatteringIntoZerosIsAProductWithOneHot(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int rows = random.nextInt(1, 6);
    int count = random.nextInt(6);
    Tensor updates = random(seed, count, 3);
    Tensor indices = Arg.index(DType.I32, rows, count).draw(DType.F64, random);
    Expr hot = Expr.constant(indices).oneHot(rows, DType.F64);
    Tensor expected = hot.t().matmul(Expr.constant(updates)).eval();
    Tensor y =
        run(
            updates,
            in ->
                Expr.full(TensorType.of(DType.F64, rows, 3), 0)
                    .scatterAdd(0, Expr.constant(indices), in));
    assertThat(y).isEqualTo(expected);
  }

  @Property(tries = 200)
  void matrixProductIsWhatThreeLoopsGive(
      @ForAll @IntRange(max = 9) int m,
      @ForAll @IntRange(max = 9) int k,
      @ForAll @IntRange(max = 9) int n,
      @ForAll @IntRange(min = 1, max = 3) int batch,
      @ForAll long seed) {
    Tensor a = random(seed, batch, 1, m, k);
    Tensor b = random(seed + 1, 2, k, n);
    Tensor y =
        Evaluation.evaluate(List.of(a, b), x -> List.of(x.get(0).matmul(x.get(1)))).getFirst();
    assertThat(y.shape()).isEqualTo(Shape.of(batch, 2, m, n));
    Buffer expected = Buffer.allocate(DType.F64, y.size());
    for (int at = 0; at < expected.size(); at++) {
      int j = at % n;
      int i = at / n % m;
      int second = at / n / m % 2;
      int first = at / n / m / 2;
      double sum = 0;
      for (int p = 0; p < k; p++) {
        sum = Math.fma(a.getDouble(first, 0, i, p), b.getDouble(second, p, j), sum);
      }
      expected.setDouble(at, sum);
    }
    assertThat(y).isEqualTo(Tensor.over(y.shape(), expected));
  }

  @Property(tries = 200)
  void softmaxIsADistributionAndItsLogarithm(@ForAll("tensors") Tensor x, @ForAll long seed) {
    int axis = new SplittableRandom(seed).nextInt(x.shape().rank());
    Tensor sums = Expr.constant(x).softmax(axis).sum(axis).eval();
    for (double sum : sums.toDoubleArray()) {
      assertThat(sum).isCloseTo(x.shape().dim(axis) == 0 ? 0 : 1, within(1e-15));
    }
    List<List<Tensor>> both =
        Evaluation.both(
            List.of(x),
            in -> {
              Expr v = in.getFirst();
              Expr logs = v.logSoftmax(axis);
              return List.of(
                  v.softmax(axis), logs.exp(), logs, v.sub(v.logSumExp(axis).expandDims(axis)));
            });
    for (var y : both) {
      double[] probabilities = y.get(0).toDoubleArray();
      assertThat(y.get(1).toDoubleArray()).containsExactly(probabilities, within(1e-15));
      double[] logs = y.get(2).toDoubleArray();
      assertThat(y.get(3).toDoubleArray()).containsExactly(logs, within(1e-14));
    }
  }
}
