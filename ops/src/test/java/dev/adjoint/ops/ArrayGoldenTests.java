// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.op.linalg.Matmul;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Values and derivatives of the reductions, views, products and indexing ops against figures
 * computed elsewhere. All but the exponentials are exact: the inputs are such that no sum or
 * product of them is rounded.
 */
class ArrayGoldenTests {
  private static final List<GoldenFile.Case> CASES = GoldenFile.read("array.txt");

  /**
   * A double computed by two functions, each off by less than 1 ulp, and a sum; where a logarithm
   * is subtracted from a number of its size, off by the ulps of these.
   */
  private static final Bound EXPONENTIAL = new Bound(3, 2, true);

  /** Differences of such, relative to the cotangents. */
  private static final Bound EXPONENTIAL_DERIVATIVE = Bound.derivative(16, 16);

  @TestFactory
  Stream<DynamicTest> valuesMatch() {
    return CASES.stream()
        .filter(c -> !c.key().endsWith(" vjp"))
        .map(c ->
            DynamicTest.dynamicTest(
                c.toString(),
                () -> {
                  Tensor expected = c.outputs().getFirst();
                  Function<List<Expr>, List<Expr>> function = x -> List.of(apply(c.key(), x));
                  if (isExponential(c.key())) {
                    // A program runs the parts of these one by one, each rounded.
                    for (var y : Evaluation.both(c.inputs(), function)) {
                      EXPONENTIAL.check(y.getFirst(), expected, onesLike(expected));
                    }
                  } else {
                    Tensor y = Evaluation.evaluate(c.inputs(), function).getFirst();
                    Bound.EXACT.check(y, expected, expected);
                  }
                }));
  }

  @TestFactory
  Stream<DynamicTest> derivativesMatch() {
    return CASES.stream()
        .filter(c -> c.key().endsWith(" vjp"))
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> checkDerivatives(c)));
  }

  private static void checkDerivatives(GoldenFile.Case c) {
    String key = c.key().replace(" vjp", "");
    // The rule of a softmax sums products, which the compiled program does in another order.
    List<Tensor> dx =
        isExponential(key)
            ? Evaluation.compiled(c.inputs(), x -> vjp(key, x))
            : Evaluation.evaluate(c.inputs(), x -> vjp(key, x));
    assertThat(dx).hasSameSizeAs(c.outputs());
    for (int i = 0; i < dx.size(); i++) {
      Tensor expected = c.outputs().get(i);
      if (isExponential(key)) {
        EXPONENTIAL_DERIVATIVE.check(dx.get(i), expected, onesLike(expected));
      } else {
        Bound.derivative(0, 0).check(dx.get(i), expected, expected);
      }
    }
  }

  private static Tensor onesLike(Tensor x) {
    return Tensor.ones(DType.F64, x.shape()).cast(x.dtype().isFloating() ? x.dtype() : DType.F64);
  }

  private static boolean isExponential(String key) {
    return key.contains("oftmax") || key.startsWith("logSumExp") || key.startsWith("logCumSumExp");
  }

  /** Returns the cotangents of the inputs, of which the last is that of the output. */
  private static List<Expr> vjp(String key, List<Expr> inputs) {
    List<Expr> x = inputs.subList(0, inputs.size() - 1);
    Expr y = apply(key, x);
    if (y.equals(x.getFirst())) {
      return List.of(inputs.getLast());
    }
    assertThat(y.node().inputs()).as("the op stands alone").isEqualTo(x);
    Differentiable op = (Differentiable) y.node().op();
    List<Expr> ys = new ArrayList<>();
    List<Expr> dys = new ArrayList<>();
    for (int i = 0; i < y.node().outputTypes().size(); i++) {
      ys.add(Expr.of(y.node().output(i)));
      dys.add(i == 0 ? inputs.getLast() : ys.getLast().zerosLike());
    }
    return op.vjp(x, ys, dys).stream().filter(dx -> !dx.isNone()).toList();
  }

  private static Expr apply(String key, List<Expr> x) {
    List<String> words = Splitter.on(' ').splitToList(key);
    int[] n = words.stream().skip(1).mapToInt(Integer::parseInt).toArray();
    Expr a = x.getFirst();
    return switch (words.getFirst()) {
      case "sum" -> a.sum(n);
      case "sumKeepDims" -> a.sumKeepDims(n);
      case "mean" -> a.mean(n);
      case "meanKeepDims" -> a.meanKeepDims(n);
      case "max" -> a.max(n);
      case "maxKeepDims" -> a.maxKeepDims(n);
      case "min" -> a.min(n);
      case "minKeepDims" -> a.minKeepDims(n);
      case "variance" -> a.variance(n);
      case "prod" -> a.prod(n);
      case "prodKeepDims" -> a.prodKeepDims(n);
      case "any" -> a.any(n);
      case "all" -> a.all(n);
      case "countNonZero" -> a.countNonZero(n);
      case "nanSum" -> a.nanSum(n);
      case "sampleVariance" -> a.sampleVariance(n);
      case "std" -> a.std(n);
      case "sampleStd" -> a.sampleStd(n);
      case "norm" -> a.norm(n[0], Arrays.copyOfRange(n, 1, n.length));
      case "median" -> a.median(n);
      case "quantile" ->
          a.quantile(
              n[0] / 16.0, QuantileMethod.values()[n[1]], Arrays.copyOfRange(n, 2, n.length));
      case "sort" -> Sorting.sort(a, n[0], n[1] == 1).values();
      case "argSort" -> Sorting.argSort(a, n[0], n[1] == 1);
      case "topK" -> Sorting.topK(a, n[0], n[1]).values();
      case "topKIndices" -> Sorting.topK(a, n[0], n[1]).indices();
      case "kthValue" -> Sorting.kthValue(a, n[0], n[1]).values();
      case "searchSorted" -> Sorting.searchSorted(a, x.get(1), n[0] == 1);
      case "binCount" -> Sorting.binCount(a, n[0]);
      case "uniqueValues" -> Sorting.unique(a, n[0]).values();
      case "uniqueCounts" -> Sorting.unique(a, n[0]).counts();
      case "uniqueInverse" -> Sorting.unique(a, n[0]).inverse();
      case "uniqueSize" -> Sorting.unique(a, n[0]).size();
      case "argMin" -> a.argMin(n[0]);
      case "argMax" -> a.argMax(n[0]);
      case "softmax" -> a.softmax(n[0]);
      case "logSoftmax" -> a.logSoftmax(n[0]);
      case "logSumExp" -> a.logSumExp(n);
      case "softmaxCrossEntropy" -> Losses.softmaxCrossEntropyPerLine(a, n[0], x.get(1));
      case "matmul" -> a.matmul(x.get(1));
      case "matmulT" -> Expr.apply(new Matmul(n[0] == 1, n[1] == 1), x);
      case "gather" -> a.gather(n[0], x.get(1));
      case "scatterAdd" -> a.scatterAdd(n[0], x.get(1), x.get(2));
      case "scatter" -> a.scatter(n[0], x.get(1), x.get(2));
      case "scatterMin" -> a.scatterMin(n[0], x.get(1), x.get(2));
      case "scatterMax" -> a.scatterMax(n[0], x.get(1), x.get(2));
      case "addAlongAxis" -> a.addAlongAxis(n[0], x.get(1), x.get(2));
      case "putAlongAxis" -> a.putAlongAxis(n[0], x.get(1), x.get(2));
      case "gatherNd" -> a.gatherNd(x.get(1));
      case "flatNonZero" -> a.flatNonZero(n[0], n[1]);
      case "maskedSelect" -> a.maskedSelect(x.get(1), n[0], n[1]);
      case "segmentSum" -> Segments.segmentSum(a, x.get(1), n[0]);
      case "segmentMean" -> Segments.segmentMean(a, x.get(1), n[0]);
      case "segmentMin" -> Segments.segmentMin(a, x.get(1), n[0]);
      case "segmentMax" -> Segments.segmentMax(a, x.get(1), n[0]);
      case "takeAlongAxis" -> a.takeAlongAxis(n[0], x.get(1));
      case "oneHot" -> a.oneHot(n[0], n[1], DType.F32);
      case "concat" -> Expr.concat(n[0], x);
      case "stack" -> Expr.stack(n[0], x);
      case "meshgrid" -> Expr.meshgrid(x).get(n[0]);
      default -> view(words.getFirst(), a, n);
    };
  }

  private static Expr view(String name, Expr x, int... n) {
    boolean exclusive = n.length > 2 && n[1] == 1;
    boolean reverse = n.length > 2 && n[2] == 1;
    return switch (name) {
      case "cumSum" -> x.cumSum(n[0], exclusive, reverse);
      case "cumProd" -> x.cumProd(n[0], exclusive, reverse);
      case "cumMax" -> x.cumMax(n[0], exclusive, reverse);
      case "cumMin" -> x.cumMin(n[0], exclusive, reverse);
      case "logCumSumExp" -> x.logCumSumExp(n[0], exclusive, reverse);
      case "diff" -> x.diff(n[0]);
      case "permute" -> x.permute(n);
      case "transpose" -> x.transpose(n[0], n[1]);
      case "t" -> x.t();
      case "flatten" -> x.flatten();
      case "flattenFrom" -> x.flattenFrom(n[0]);
      case "reshape" -> x.reshape(n);
      case "expandDims" -> x.expandDims(n);
      case "squeeze" -> x.squeeze(n);
      case "broadcastTo" -> x.broadcastTo(n);
      case "flip" -> x.flip(n);
      case "select" -> x.select(n[0], n[1]);
      case "slice" -> x.slice(n[0], n[1], n[2], n[3]);
      case "moveAxis" -> x.moveAxis(n[0], n[1]);
      case "roll" -> x.roll(n[0], n[1]);
      case "rot90" -> x.rot90(n[0], n[1], n[2]);
      case "tile" -> x.tile(n);
      case "repeat" -> x.repeat(n[0], n[1]);
      case "unfold" -> x.unfold(n[0], n[1], n[2]);
      case "fold" -> x.fold(n[0], n[1], n[2]);
      case "diagonal" -> x.diagonal(n[0], n[1], n[2]);
      case "diag" -> x.diag();
      case "diagEmbed" -> x.diagEmbed(n[0]);
      case "tril" -> x.tril(n[0]);
      case "triu" -> x.triu(n[0]);
      case "reflect", "symmetric", "edge", "circular" ->
          x.pad(
              new int[] {n[0], n[2]},
              new int[] {n[1], n[3]},
              PadMode.valueOf(name.toUpperCase(Locale.ROOT)));
      case "pad" -> {
        int[] low = {n[0], n[2], n[4]};
        int[] high = {n[1], n[3], n[5]};
        yield x.pad(low, high, n[6]);
      }
      default -> throw new AssertionError(name + Arrays.toString(n));
    };
  }
}
