// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Derivatives that are derived from bodies. */
class ScalarDerivativeTests {
  /** An op of nothing but a body, which need not use all inputs. */
  private record Body(Function<List<Scalar>, Scalar> function) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      return function.apply(List.copyOf(x));
    }
  }

  /** Another op without its rule and its slope by hand. */
  private record Derived(Elementwise op) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      return op.body(x);
    }

    @Override
    public Scalar formula(List<Scalar> x) {
      return op.formula(x);
    }
  }

  /** {@code y = x/(1 + e^(−βx))}. */
  private record Swish(double beta) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      Scalar v = x.getFirst();
      return v.div(v.mul(-beta).exp().add(1));
    }
  }

  /** Three inputs, all positive, of which no two are equal and none is integral. */
  private static final List<List<Tensor>> POINTS =
      List.of(
          List.of(scalar(0.7), scalar(1.3), scalar(0.4)),
          List.of(scalar(1.6), scalar(0.8), scalar(2.2)),
          List.of(scalar(2.45), scalar(0.9), scalar(0.1)));

  /** The ops whose formulas work on bits: their slopes are by hand, and the checker proves them. */
  private static final Set<String> SLOPES_ALONE =
      Set.of(
          "acosh",
          "asinh",
          "atan2",
          "atanh",
          "erfinv",
          "erfinvSlope",
          "lgamma",
          "logit",
          "polygamma");

  /** Returns a body around an instruction; empty if it has no floating operand and result. */
  private static Optional<Function<List<Scalar>, Scalar>> around(Instruction instruction) {
    return Optional.ofNullable(
        switch (instruction) {
          case ARGUMENT -> x -> x.get(1);
          case CONSTANT -> x -> x.get(0).like(3);
          case ADD -> x -> x.get(0).add(x.get(1));
          case SUB -> x -> x.get(0).sub(x.get(1));
          case MUL -> x -> x.get(0).mul(x.get(1));
          case DIV -> x -> x.get(0).div(x.get(1));
          case MIN -> x -> x.get(0).mul(3).min(x.get(1).mul(x.get(2)));
          case MAX -> x -> x.get(0).mul(3).max(x.get(1).mul(x.get(2)));
          case FMA -> x -> x.get(0).mul(x.get(0)).fma(x.get(1), x.get(2).sin());
          case NEG -> x -> x.get(0).mul(x.get(1)).neg();
          case ABS -> x -> x.get(0).sub(x.get(1)).abs();
          case SQRT -> x -> x.get(0).add(x.get(1)).sqrt();
          case FLOOR -> x -> x.get(0).floor().mul(x.get(1));
          case RINT -> x -> x.get(0).rint().mul(x.get(1));
          case EXP -> x -> x.get(0).mul(x.get(1)).exp();
          case LOG -> x -> x.get(0).add(x.get(1)).log();
          case LOG1P -> x -> x.get(0).mul(x.get(1)).log1p();
          case EXPM1 -> x -> x.get(0).sub(x.get(1)).expm1();
          case SIN -> x -> x.get(0).mul(x.get(1)).sin();
          case COS -> x -> x.get(0).mul(x.get(1)).cos();
          case TANH -> x -> x.get(0).sub(x.get(1)).tanh();
          case ERF -> x -> x.get(0).sub(x.get(1)).erf();
          case POW -> x -> x.get(0).pow(x.get(1).mul(x.get(2)));
          case LESS -> x -> x.get(0).less(x.get(1)).cast(DType.F64).mul(x.get(0));
          case LESS_EQUAL -> x -> x.get(0).lessEqual(x.get(1)).cast(DType.F64).mul(x.get(0));
          case EQUAL -> x -> x.get(0).equal(x.get(1)).cast(DType.F64).add(x.get(0));
          case NOT -> x -> x.get(0).less(x.get(1)).not().cast(DType.F64).mul(x.get(0));
          case SELECT -> x -> x.get(0).less(x.get(1)).select(x.get(0).sin(), x.get(2).exp());
          case CAST -> x -> x.get(0).cast(DType.I32).cast(DType.F64).mul(x.get(1));
          case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED, BITCAST -> null;
        });
  }

  @TestFactory
  Stream<DynamicTest> derivativeOfEveryInstructionIsItsSlope() {
    return Arrays.stream(Instruction.values())
        .filter(instruction -> around(instruction).isPresent())
        .map(instruction ->
            DynamicTest.dynamicTest(
                instruction.name(), () -> checkSlopes(new Body(around(instruction).get()))));
  }

  @TestFactory
  Stream<DynamicTest> secondDerivativeOfEveryInstructionIsTheSlopeOfTheFirst() {
    return Arrays.stream(Instruction.values())
        .filter(instruction -> around(instruction).isPresent())
        .map(instruction ->
            DynamicTest.dynamicTest(
                instruction.name(),
                () -> {
                  for (int input = 0; input < 3; input++) {
                    checkSlopes(new PartialDerivative(new Body(around(instruction).get()), input));
                  }
                }));
  }

  private static void checkSlopes(Elementwise op) {
    double step = 1e-5;
    for (List<Tensor> point : POINTS) {
      for (int input = 0; input < point.size(); input++) {
        double derivative = Evaluation.apply(new PartialDerivative(op, input), point).item();
        double above = Evaluation.apply(op, moved(point, input, step)).item();
        double below = Evaluation.apply(op, moved(point, input, -step)).item();
        // The difference quotient errs by step²·y‴/6 and by the rounding of y over the step:
        // with third derivatives below 100 here, both stay under 1e-8.
        assertThat(derivative)
            .as("input %s at %s", input, point)
            .isCloseTo((above - below) / (2 * step), within(1e-8 * Math.max(1, Math.abs(above))));
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> derivedRulesAgreeWithThoseByHand() {
    return OpCatalog.ops().stream()
        .flatMap(op -> op.samples().stream())
        .filter(sample -> sample.op() instanceof Elementwise op && carriesDerivatives(op, sample))
        .filter(sample -> !SLOPES_ALONE.contains(sample.op().name()))
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.op() + " " + sample.drawInputs(DType.F64, 1).getFirst().shape(),
                () -> compareRules((Elementwise) sample.op(), sample.drawInputs(DType.F64, 3))));
  }

  @Test
  void onlyTheseOpsHaveNoFormulaToDeriveFrom() {
    assertThat(
            OpCatalog.ops().stream()
                .flatMap(op -> op.samples().stream())
                .filter(sample ->
                    sample.op() instanceof Elementwise op
                        && carriesDerivatives(op, sample)
                        && worksOnBits(op, sample))
                .map(sample -> sample.op().name())
                .distinct())
        .containsExactlyInAnyOrderElementsOf(SLOPES_ALONE);
  }

  private static boolean worksOnBits(Elementwise op, Sample sample) {
    try {
      List<Tensor> inputs = sample.drawInputs(DType.F64, 1);
      vjp(new Derived(op), inputs, cotangent(Evaluation.apply(op, inputs).type()));
      return false;
    } catch (UnsupportedOperationException e) {
      return true;
    }
  }

  private static boolean carriesDerivatives(Elementwise op, Sample sample) {
    return Evaluation.apply(op, sample.drawInputs(DType.F64, 1)).dtype().isFloating();
  }

  private static void compareRules(Elementwise op, List<Tensor> inputs) {
    Tensor dy = cotangent(Evaluation.apply(op, inputs).type());
    List<Tensor> byHand = vjp(op, inputs, dy);
    List<Tensor> derived = vjp(new Derived(op), inputs, dy);
    for (int i = 0; i < inputs.size(); i++) {
      double[] expected = byHand.get(i).toDoubleArray();
      double[] actual = derived.get(i).toDoubleArray();
      for (int j = 0; j < expected.length; j++) {
        // Both round a few times; the rules that reuse y do so in steps of dy's size.
        assertThat(actual[j]).isCloseTo(expected[j], within(1e-14 * (4 + Math.abs(expected[j]))));
      }
    }
  }

  /** Returns the cotangents of the inputs, 0 for none. */
  private static List<Tensor> vjp(Elementwise op, List<Tensor> inputs, Tensor dy) {
    List<Tensor> all = new ArrayList<>(inputs);
    all.add(dy);
    return Evaluation.evaluate(
        all,
        values -> {
          List<Expr> x = values.subList(0, inputs.size());
          List<Expr> dx = op.vjp(x, Expr.apply(op, x), values.getLast());
          return dx.stream().map(d -> d.isNone() ? x.get(dx.indexOf(d)).zerosLike() : d).toList();
        });
  }

  private static Tensor cotangent(TensorType type) {
    SplittableRandom random = new SplittableRandom(7);
    double[] values = random.doubles(type.size(), -2, 2).toArray();
    return Tensor.of(type.dtype(), type.shape(), values);
  }

  @Test
  void opOfOneLineHasFirstAndSecondDerivative() {
    double beta = 1.7;
    Swish swish = new Swish(beta);
    for (double x : new double[] {-3, -0.4, 0, 0.9, 2.5}) {
      // With s = σ(βx): y′ = s + βx·s(1−s), y″ = βs(1−s)·(2 + βx(1−2s)).
      double s = 1 / (1 + StrictMath.exp(-beta * x));
      double first = s + beta * x * s * (1 - s);
      double second = beta * s * (1 - s) * (2 + beta * x * (1 - 2 * s));
      List<Tensor> at = List.of(scalar(x));
      PartialDerivative derivative = new PartialDerivative(swish, 0);
      assertThat(Evaluation.apply(derivative, at).item()).isCloseTo(first, within(1e-14));
      assertThat(Evaluation.apply(new PartialDerivative(derivative, 0), at).item())
          .isCloseTo(second, within(1e-14));
      assertThat(vjp(swish, at, scalar(-2.5)).getFirst().item())
          .isCloseTo(-2.5 * first, within(1e-14));
    }
  }

  @Test
  void derivativeKeepsThePrecisionOfItsInput() {
    Expr x = Expr.input("x", 3);
    Expr dx = new Swish(1).vjp(List.of(x), Expr.apply(new Swish(1), x), x).getFirst();
    assertThat(dx.type()).isEqualTo(TensorType.of(DType.F32, 3));
  }

  @Test
  void inputsThatAreNotFloatingHaveNone() {
    Body choose = new Body(x -> x.get(0).select(x.get(1).cast(DType.F64), x.get(2)));
    List<Expr> x =
        List.of(
            Expr.input("c", TensorType.of(DType.BOOL)),
            Expr.input("a", TensorType.of(DType.I32)),
            Expr.input("b", TensorType.of(DType.F64)));
    List<Expr> dx = choose.vjp(x, Expr.apply(choose, x), Expr.constant(DType.F64, 1));
    assertThat(dx).extracting(Expr::isNone).containsExactly(true, true, false);
  }

  @Test
  void outputThatIsNotFloatingHasNone() {
    Body sign = new Body(x -> x.getFirst().less(x.getFirst().like(0)));
    Expr x = Expr.input("x", 2);
    Expr y = Expr.apply(sign, x);
    assertThat(sign.vjp(List.of(x), y, y).getFirst().isNone()).isTrue();
  }

  @Test
  void kinksHaveTheMeanOfBothSides() {
    List<Tensor> tie = List.of(scalar(2), scalar(2));
    Body min = new Body(x -> x.get(0).min(x.get(1).mul(x.get(1)).sub(2)));
    assertThat(Evaluation.apply(new PartialDerivative(min, 0), tie).item()).isEqualTo(0.5);
    assertThat(Evaluation.apply(new PartialDerivative(min, 1), tie).item()).isEqualTo(2);
    Body max = new Body(x -> x.get(0).max(x.get(1)));
    assertThat(Evaluation.apply(new PartialDerivative(max, 0), tie).item()).isEqualTo(0.5);
    Body abs = new Body(x -> x.getFirst().abs());
    assertThat(Evaluation.apply(new PartialDerivative(abs, 0), List.of(scalar(0))).item())
        .isEqualTo(0);
  }

  @Test
  void powerOfZeroHasFiniteDerivatives() {
    Body pow = new Body(x -> x.get(0).pow(x.get(1)));
    for (double exponent : new double[] {0, 1, 2, 3.5}) {
      List<Tensor> at = List.of(scalar(0), scalar(exponent));
      assertThat(Evaluation.apply(new PartialDerivative(pow, 0), at).item())
          .isEqualTo(exponent == 1 ? 1 : 0);
      assertThat(Evaluation.apply(new PartialDerivative(pow, 1), at).item()).isEqualTo(0);
    }
  }

  @Test
  void bitcastOfAnInputIsRefused() {
    Body bits = new Body(x -> x.get(0).bitcast().add(x.get(0).bitcast().like(1)).bitcast());
    Expr x = Expr.input("x", 2);
    Expr y = Expr.apply(bits, x);
    assertThatThrownBy(() -> bits.vjp(List.of(x), y, y))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("body: bitcast has no derivative; give the op a vjp of its own");
  }

  @Test
  void bitcastOfSomethingElseIsNot() {
    Body scaled = new Body(x -> x.get(0).mul(x.get(1).bitcast()));
    List<Tensor> at = List.of(scalar(3), Tensor.of(DType.I64, scalar(0).shape(), 0));
    assertThat(Evaluation.apply(new PartialDerivative(scaled, 0), at).item()).isEqualTo(0);
  }

  private static List<Tensor> moved(List<Tensor> point, int input, double step) {
    List<Tensor> moved = new ArrayList<>(point);
    moved.set(input, scalar(point.get(input).item() + step));
    return moved;
  }

  private static Tensor scalar(double value) {
    return Tensor.of(DType.F64, Shape.SCALAR, value);
  }
}
