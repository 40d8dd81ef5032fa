// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.catalog.OpCatalog;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Values and derivatives of the elementwise ops against figures computed elsewhere. */
class ElementwiseGoldenTests {
  private static final List<GoldenFile.Case> CASES = GoldenFile.read("elementwise.txt");

  private record Rule(Bound bound, Function<List<Expr>, Expr> function) {}

  /** What IEEE 754 rounds exactly, or does not round at all, must be exact. */
  private static Map.Entry<String, Rule> exact(String key, Function<List<Expr>, Expr> function) {
    return entry(key, new Rule(Bound.EXACT, function));
  }

  /** StrictMath stays below 1 ulp in F64, which rounded to F32 is 1 ulp at most. */
  private static Map.Entry<String, Rule> library(String key, Function<Expr, Expr> function) {
    return entry(key, new Rule(Bound.value(1), x -> function.apply(x.getFirst())));
  }

  /** One call of the library and two or three further roundings. */
  private static Map.Entry<String, Rule> composed(String key, Function<Expr, Expr> function) {
    return entry(key, new Rule(Bound.value(2), x -> function.apply(x.getFirst())));
  }

  private static Map.Entry<String, Rule> unary(String key, Function<Expr, Expr> function) {
    return exact(key, x -> function.apply(x.getFirst()));
  }

  private static final Map<String, Rule> RULES =
      Map.ofEntries(
          unary("neg", Expr::neg),
          unary("abs", Expr::abs),
          unary("sign", Expr::sign),
          unary("floor", Expr::floor),
          unary("square", Expr::square),
          unary("sqrt", Expr::sqrt),
          unary("relu", Expr::relu),
          unary("leakyRelu", x -> Activations.leakyRelu(x, 0.01)),
          unary("clamp", x -> x.clamp(-0.5, 1.5)),
          unary("stopGradient", Expr::stopGradient),
          unary("not", Expr::not),
          unary("cast f32", x -> x.cast(DType.F32)),
          unary("cast f64", x -> x.cast(DType.F64)),
          unary("cast i32", x -> x.cast(DType.I32)),
          unary("cast i64", x -> x.cast(DType.I64)),
          unary("cast bool", x -> x.cast(DType.BOOL)),
          exact("add", x -> x.get(0).add(x.get(1))),
          exact("sub", x -> x.get(0).sub(x.get(1))),
          exact("mul", x -> x.get(0).mul(x.get(1))),
          exact("div", x -> x.get(0).div(x.get(1))),
          exact("minimum", x -> x.get(0).minimum(x.get(1))),
          exact("maximum", x -> x.get(0).maximum(x.get(1))),
          exact("less", x -> x.get(0).less(x.get(1))),
          exact("lessEqual", x -> x.get(0).lessEqual(x.get(1))),
          exact("greater", x -> x.get(0).greater(x.get(1))),
          exact("greaterEqual", x -> x.get(0).greaterEqual(x.get(1))),
          exact("equal", x -> x.get(0).equal(x.get(1))),
          exact("notEqual", x -> x.get(0).notEqual(x.get(1))),
          exact("and", x -> x.get(0).and(x.get(1))),
          exact("or", x -> x.get(0).or(x.get(1))),
          exact("where", x -> Expr.where(x.get(0), x.get(1), x.get(2))),
          library("exp", Expr::exp),
          library("expm1", Expr::expm1),
          library("log", Expr::log),
          library("log1p", Expr::log1p),
          library("sin", Expr::sin),
          library("cos", Expr::cos),
          library("tanh", Expr::tanh),
          library("erf", Special::erf),
          library("powScalar", x -> x.pow(3)),
          entry("pow", new Rule(Bound.value(1), x -> x.get(0).pow(x.get(1)))),
          entry("gelu", new Rule(new Bound(0, 2, false), x -> Activations.gelu(x.getFirst()))),
          composed("sigmoid", Expr::sigmoid),
          composed("softplus", Activations::softplus),
          composed("elu", x -> Activations.elu(x, 0.75)));

  /**
   * A rule multiplies some three rounded factors; a sine near its zero, or a power, passes on what
   * its operand lost.
   */
  private static final Bound DERIVATIVE = Bound.derivative(4, 0);

  /** The rounding of {@code x²} becomes so many times greater in {@code exp(−x²)}. */
  private static final ImmutableSet<String> GAUSSIAN = ImmutableSet.of("erf", "gelu");

  @TestFactory
  Stream<DynamicTest> valuesMatch() {
    return CASES.stream()
        .filter(c -> !c.key().contains(" vjp"))
        .map(c ->
            DynamicTest.dynamicTest(
                c.toString(),
                () -> {
                  Rule rule = RULES.get(c.key());
                  List<Tensor> y =
                      Evaluation.evaluate(c.inputs(), x -> List.of(rule.function().apply(x)));
                  rule.bound().check(y.getFirst(), c.outputs().getFirst(), c.inputs().getFirst());
                }));
  }

  @TestFactory
  Stream<DynamicTest> derivativesMatch() {
    return CASES.stream()
        .filter(c -> c.key().contains(" vjp"))
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> checkDerivatives(c)));
  }

  private static void checkDerivatives(GoldenFile.Case c) {
    String op = c.key().substring(0, c.key().indexOf(' '));
    List<Tensor> dx = Evaluation.evaluate(c.inputs(), x -> vjp(RULES.get(op).function(), x));
    if (c.key().endsWith(" a")) {
      dx = List.of(dx.get(0));
    } else if (c.key().endsWith(" b")) {
      dx = List.of(dx.get(1));
    }
    Bound bound = GAUSSIAN.contains(op) ? Bound.derivative(4, 2) : DERIVATIVE;
    assertThat(dx).hasSameSizeAs(c.outputs());
    for (int i = 0; i < dx.size(); i++) {
      bound.check(dx.get(i), c.outputs().get(i), c.inputs().getLast());
    }
  }

  /** Returns the cotangents of the inputs, of which the last is that of the output. */
  private static List<Expr> vjp(Function<List<Expr>, Expr> function, List<Expr> inputs) {
    List<Expr> x = inputs.subList(0, inputs.size() - 1);
    Expr y = function.apply(x);
    Differentiable op = (Differentiable) y.node().op();
    return op.vjp(x, List.of(y), List.of(inputs.getLast())).stream()
        .filter(dx -> !dx.isNone())
        .toList();
  }

  @Test
  void everyElementwiseOpHasFigures() {
    List<String> keys =
        Stream.concat(CASES.stream(), FunctionGoldenTests.CASES.stream())
            .map(GoldenFile.Case::key)
            .toList();
    assertThat(
            OpCatalog.ops().stream()
                .filter(op -> Elementwise.class.isAssignableFrom(op.type()))
                .map(op -> op.samples().getFirst().op().name())
                .filter(name -> keys.stream().noneMatch(key -> key.matches(name + "( .*)?"))))
        .isEmpty();
  }
}
