// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import static dev.adjoint.benchmarks.peers.ops.OpInput.between;
import static dev.adjoint.benchmarks.peers.ops.OpInput.index;
import static dev.adjoint.benchmarks.peers.ops.OpInput.real;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Segments;
import dev.adjoint.ops.Sorting;
import dev.adjoint.ops.Special;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** All ops with their sizes, in the order of the table. */
final class OpCases {
  private static final int[] SIZES = {1_000, 1_000_000};
  private static final int[] SIDES = {32, 1_000};

  private OpCases() {}

  static ImmutableList<OpCase> all() {
    return ImmutableList.<OpCase>builder()
        .addAll(functions())
        .addAll(pairs())
        .addAll(lines())
        .addAll(indexed())
        .addAll(MatrixCases.products())
        .addAll(MatrixCases.decompositions())
        .addAll(WindowCases.all())
        .build();
  }

  private static List<OpCase> functions() {
    ImmutableMap<String, UnaryOperator<Expr>> functions =
        ImmutableMap.<String, UnaryOperator<Expr>>builder()
            .put("exp", Expr::exp)
            .put("sin", Expr::sin)
            .put("tanh", Expr::tanh)
            .put("sigmoid", Expr::sigmoid)
            .put("relu", Expr::relu)
            .put("gelu", Activations::gelu)
            .put("softplus", Activations::softplus)
            .put("silu", Activations::silu)
            .put("erf", Special::erf)
            .buildOrThrow();
    ImmutableMap<String, UnaryOperator<Expr>> positive =
        ImmutableMap.of(
            "log", Expr::log,
            "sqrt", Expr::sqrt,
            "pow", x -> x.pow(2.5),
            "lgamma", Special::lgamma);
    List<OpCase> cases = new ArrayList<>();
    functions.forEach((op, f) -> addSizes(cases, op, f, -2));
    positive.forEach((op, f) -> addSizes(cases, op, f, 0.5));
    cases.add(OpCase.of("exp", x -> x.getFirst().exp(), real(SIZES[1])).inDouble());
    cases.add(OpCase.of("tanh", x -> x.getFirst().tanh(), real(SIZES[1])).inDouble());
    return cases;
  }

  private static void addSizes(
      List<OpCase> cases, String op, UnaryOperator<Expr> function, double low) {
    for (int size : SIZES) {
      cases.add(OpCase.of(op, x -> function.apply(x.getFirst()), between(low, 2, size)));
    }
  }

  private static List<OpCase> pairs() {
    Map<String, Function<List<Expr>, Expr>> functions =
        ImmutableMap.of(
            "mul", x -> x.get(0).mul(x.get(1)),
            "div", x -> x.get(0).div(x.get(1)),
            "maximum", x -> x.get(0).maximum(x.get(1)),
            "atan2", x -> x.get(0).atan2(x.get(1)));
    List<OpCase> cases = new ArrayList<>();
    functions.forEach((op, f) -> {
      for (int size : SIZES) {
        cases.add(OpCase.of(op, f, between(0.5, 2, size), between(0.5, 2, size)));
      }
    });
    return cases;
  }

  /** Reductions, scans and sorts along each axis of a square. */
  private static List<OpCase> lines() {
    ImmutableMap<String, UnaryOperator<Expr>> functions =
        ImmutableMap.<String, UnaryOperator<Expr>>builder()
            .put("sum0", x -> x.sum(0))
            .put("sum1", x -> x.sum(1))
            .put("max0", x -> x.max(0))
            .put("max1", x -> x.max(1))
            .put("var0", x -> x.variance(0))
            .put("var1", x -> x.variance(1))
            .put("prod1", x -> x.prod(1))
            .put("logSumExp0", x -> x.logSumExp(0))
            .put("logSumExp1", x -> x.logSumExp(1))
            .put("softmax0", x -> x.softmax(0))
            .put("softmax1", x -> x.softmax(1))
            .put("cumSum0", x -> x.cumSum(0))
            .put("cumSum1", x -> x.cumSum(1))
            .put("cumProd1", x -> x.cumProd(1))
            .put("logCumSumExp1", x -> x.logCumSumExp(1))
            .put("sort0", x -> Sorting.sort(x, 0).values())
            .put("sort1", x -> Sorting.sort(x, 1).values())
            .put("topK1", x -> Sorting.topK(x, 1, 10).values())
            .buildOrThrow();
    List<OpCase> cases = new ArrayList<>();
    functions.forEach((op, f) -> {
      for (int side : SIDES) {
        boolean isProduct = op.contains("rod");
        OpInput input = between(isProduct ? 0.9 : -1, isProduct ? 1.1 : 1, side, side);
        cases.add(OpCase.of(op, x -> f.apply(x.getFirst()), input));
      }
    });
    return cases;
  }

  private static List<OpCase> indexed() {
    return List.of(
        OpCase.of("gather", x -> x.get(0).gather(0, x.get(1)), real(1000, 64), index(1000, 256)),
        OpCase.of(
            "gather", x -> x.get(0).gather(0, x.get(1)), real(50_000, 64), index(50_000, 4096)),
        OpCase.of(
            "takeAlongAxis",
            x -> x.get(0).takeAlongAxis(1, x.get(1)),
            real(1000, 1000),
            index(1000, 1000, 100)),
        OpCase.of(
            "segmentSum",
            x -> Segments.segmentSum(x.get(0), x.get(1), 100),
            real(1000, 32),
            index(100, 1000)),
        OpCase.of(
            "segmentSum",
            x -> Segments.segmentSum(x.get(0), x.get(1), 1000),
            real(100_000, 32),
            index(1000, 100_000)));
  }
}
