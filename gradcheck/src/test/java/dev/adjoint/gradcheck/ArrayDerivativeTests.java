// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.PadMode;
import dev.adjoint.ops.QuantileMethod;
import dev.adjoint.ops.Segments;
import dev.adjoint.ops.Sorting;
import dev.adjoint.ops.catalog.Arg;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The methods of arrays that are made of several ops, to the second order. */
class ArrayDerivativeTests {
  /** Methods by name, each of a matrix of 3 × 4 numbers that lie apart. */
  private static Map<String, UnaryOperator<Expr>> methods() {
    Map<String, UnaryOperator<Expr>> methods = new LinkedHashMap<>();
    shapes(methods);
    scans(methods);
    reductions(methods);
    indices(methods);
    return methods;
  }

  private static void indices(Map<String, UnaryOperator<Expr>> methods) {
    Expr rows = Expr.constant(Tensor.of(1, 0, 1));
    Expr places = Expr.constant(Tensor.of(2, 0, 2, 1, 1, 0)).reshape(3, 2);
    methods.put("addAlongAxis", x -> x.addAlongAxis(1, places, x.slice(1, 2, 4)));
    methods.put("putAlongAxis", x -> x.putAlongAxis(1, places, x.slice(1, 2, 4)));
    methods.put("gatherNd", x -> x.gatherNd(places));
    methods.put("maskedSelect", x -> x.maskedSelect(x.greater(0.01), 9, 1));
    methods.put("segmentSum", x -> Segments.segmentSum(x, rows, 2));
    methods.put("segmentMin", x -> Segments.segmentMin(x, rows, 2));
    methods.put("segmentMax", x -> Segments.segmentMax(x, rows, 2));
    methods.put("segmentMean", x -> Segments.segmentMean(x, rows, 2));
  }

  private static void reductions(Map<String, UnaryOperator<Expr>> methods) {
    methods.put("prod", x -> x.prodKeepDims(1));
    methods.put("sampleVariance", x -> x.sampleVariance(0));
    methods.put("std", x -> x.stdKeepDims(1));
    methods.put("sampleStd", x -> x.sampleStd());
    methods.put("norm 2", x -> x.normKeepDims(2, 0));
    methods.put("norm 1", x -> x.norm(1, 1));
    methods.put("norm 3", x -> x.norm(3));
    methods.put("norm ∞", x -> x.norm(Double.POSITIVE_INFINITY, 1));
    methods.put("logSumExp", x -> x.logSumExpKeepDims(0, 1));
    methods.put("median", x -> x.median(1));
    methods.put("quantile", x -> x.quantile(0.3, QuantileMethod.HAZEN));
    methods.put("nanSum", x -> x.nanSum(0));
    methods.put("topK", x -> Sorting.topK(x, 1, 2).values());
    methods.put("kthValue", x -> Sorting.kthValue(x, 0, 2).values());
    methods.put("unique", x -> Sorting.unique(x, 5).values());
  }

  private static void scans(Map<String, UnaryOperator<Expr>> methods) {
    methods.put("cumSum", x -> x.cumSum(1, true, false));
    methods.put("cumProd", x -> x.cumProd(1, true, true));
    methods.put("cumMax", x -> x.cumMax(0, false, true).cumSum(1));
    methods.put("cumMin", x -> x.slice(0, 0, 2).cumMin(1));
    methods.put("logCumSumExp", x -> x.logCumSumExp(0, false, true));
    methods.put("diff", x -> x.diff(0));
  }

  private static void shapes(Map<String, UnaryOperator<Expr>> methods) {
    methods.put("moveAxis", x -> x.moveAxis(0, 1));
    methods.put("roll", x -> x.roll(1, 1));
    methods.put("rot90", x -> x.rot90(1, 0, 1));
    methods.put("tile", x -> x.tile(2, 1, 2));
    methods.put("repeat", x -> x.repeat(1, 2));
    methods.put("unfold", x -> x.unfold(1, 2, 1));
    methods.put("fold", x -> x.fold(0, 6, 1));
    methods.put("diagonal", x -> x.diagonal(1, 0, 1));
    methods.put("diagEmbed", x -> x.diagEmbed(-1));
    methods.put("tril", x -> x.tril(0));
    methods.put("triu", x -> x.triu(1));
    for (PadMode mode : PadMode.values()) {
      methods.put("pad " + mode, x -> x.pad(new int[] {1, 2}, new int[] {0, 1}, mode));
    }
  }

  @TestFactory
  Stream<DynamicTest> derivativesAreRight() {
    Tensor x = Arg.distinct(3, 4).draw(DType.F64, new SplittableRandom(5));
    return methods().entrySet().stream()
        .map(method ->
            dynamicTest(
                method.getKey(),
                () ->
                    GradCheck.of(List.of(x), in -> method.getValue().apply(in.getFirst()).square())
                        .order(2)
                        .assertCorrect()));
  }
}
