// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.op.elementwise.ErfinvSlope;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Values and derivatives of elementary and special functions and of activations against figures
 * computed elsewhere, at numbers of every size, 0, ±∞ and NaN; values within 1 ulp, but for a few
 * functions.
 */
class FunctionGoldenTests {
  static final List<GoldenFile.Case> CASES = GoldenFile.read("functions.txt");

  private static Map.Entry<String, Function<List<Expr>, Expr>> unary(
      String key, UnaryOperator<Expr> function) {
    return entry(key, x -> function.apply(x.getFirst()));
  }

  private static Map.Entry<String, Function<List<Expr>, Expr>> binary(
      String key, BinaryOperator<Expr> function) {
    return entry(key, x -> function.apply(x.get(0), x.get(1)));
  }

  private static final Map<String, Function<List<Expr>, Expr>> FUNCTIONS =
      Map.ofEntries(
          unary("ceil", Expr::ceil),
          unary("round", Expr::round),
          unary("trunc", Expr::trunc),
          unary("isNan", Expr::isNan),
          unary("isInf", Expr::isInf),
          unary("isFinite", Expr::isFinite),
          unary("nanToNum", Expr::nanToNum),
          unary("not", Expr::not),
          unary("reciprocal", Expr::reciprocal),
          unary("rsqrt", Expr::rsqrt),
          unary("cbrt", Expr::cbrt),
          unary("exp2", Expr::exp2),
          unary("log2", Expr::log2),
          unary("log10", Expr::log10),
          unary("sinh", Expr::sinh),
          unary("cosh", Expr::cosh),
          unary("tan", Expr::tan),
          unary("asin", Expr::asin),
          unary("acos", Expr::acos),
          unary("atan", Expr::atan),
          unary("asinh", Expr::asinh),
          unary("acosh", Expr::acosh),
          unary("atanh", Expr::atanh),
          unary("sinc", Special::sinc),
          unary("erfc", Special::erfc),
          unary("erfinv", Special::erfinv),
          unary("erfinvSlope", x -> Expr.apply(new ErfinvSlope(), x)),
          unary("lgamma", Special::lgamma),
          unary("polygamma 0", Special::digamma),
          unary("polygamma 1", x -> Special.polygamma(x, 1)),
          unary("logit", Special::logit),
          unary("entropy", Special::entropy),
          unary("hardTanh", x -> Activations.hardTanh(x, -0.5, 1)),
          unary("hardSigmoid", Activations::hardSigmoid),
          unary("hardSwish", Activations::hardSwish),
          unary("softShrink", x -> Activations.softShrink(x, 0.5)),
          unary("hardShrink", x -> Activations.hardShrink(x, 0.5)),
          unary("threshold", x -> Activations.threshold(x, 0.5, -2)),
          unary("softsign", Activations::softsign),
          unary("logSigmoid", Activations::logSigmoid),
          unary("swish 1", Activations::silu),
          unary("swish 1.625", x -> Activations.swish(x, 1.625)),
          unary("mish", Activations::mish),
          unary("geluTanh", Activations::geluTanh),
          unary("selu", Activations::selu),
          unary("celu 0.75", x -> Activations.celu(x, 0.75)),
          unary("tanhShrink", Activations::tanhShrink),
          binary("copySign", Expr::copySign),
          binary("hypot", Expr::hypot),
          binary("atan2", Expr::atan2),
          binary("logAddExp", Expr::logAddExp),
          binary("xlogy", Special::xlogy),
          binary("xlog1py", Special::xlog1py),
          binary("fmod", Expr::fmod),
          binary("remainder", Expr::remainder),
          binary("bitXor", Expr::xor),
          binary("shiftLeft", Expr::shiftLeft),
          binary("shiftRight", Expr::shiftRight),
          entry("lerp", x -> x.get(0).lerp(x.get(1), x.get(2))));

  @TestFactory
  Stream<DynamicTest> valuesMatch() {
    return cases(
        false,
        c -> {
          List<Tensor> y =
              Evaluation.evaluate(c.inputs(), x -> List.of(FUNCTIONS.get(c.key()).apply(x)));
          new Bound(ulps(c.key()), scaleUlps(c.key()), false)
              .check(y.getFirst(), c.outputs().getFirst(), c.inputs().getFirst());
        });
  }

  /** The rule's factor is within 1 ulp, and multiplied once. */
  @TestFactory
  Stream<DynamicTest> derivativesMatch() {
    return cases(
        true,
        c -> {
          String key = c.key().substring(0, c.key().indexOf(" vjp"));
          List<Tensor> dx = Evaluation.evaluate(c.inputs(), x -> vjp(FUNCTIONS.get(key), x));
          assertThat(dx).hasSameSizeAs(c.outputs());
          for (int i = 0; i < dx.size(); i++) {
            Bound.derivative(2 + ulps(key), scaleUlps(key))
                .check(dx.get(i), c.outputs().get(i), c.inputs().getLast());
          }
        });
  }

  /** Sums of several terms err more than functions that are rounded once. */
  private static int ulps(String key) {
    return switch (key) {
      case "lgamma", "polygamma 0", "polygamma 1" -> 6;
      case "erfinv", "erfinvSlope" -> 2;
      default -> 1;
    };
  }

  /** Next to its root the digamma function is smaller than its terms; sinc is so when derived. */
  private static int scaleUlps(String key) {
    return switch (key) {
      case "lgamma", "polygamma 0" -> 4;
      case "sinc vjp", "sinc" -> 2;
      default -> 0;
    };
  }

  private interface Check {
    void of(GoldenFile.Case c);
  }

  private static Stream<DynamicTest> cases(boolean derivatives, Check check) {
    return CASES.stream()
        .filter(c -> c.key().contains(" vjp") == derivatives)
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> check.of(c)));
  }

  private static List<Expr> vjp(Function<List<Expr>, Expr> function, List<Expr> inputs) {
    List<Expr> x = inputs.subList(0, inputs.size() - 1);
    Expr y = function.apply(x);
    return ((Differentiable) y.node().op()).vjp(x, List.of(y), List.of(inputs.getLast()));
  }
}
