// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.compile.Pipeline;
import dev.adjoint.exec.ir.InstructionOp;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the constants of products and quotients that are combined. */
final class FactorRulesTests {
  private static final int SIZE = 1000;

  private static Value constant(DType dtype, double number) {
    return Bodies.splat(dtype, Shape.of(SIZE), number);
  }

  /** Returns {@code x·c}, {@code c·x}, {@code x/c} or {@code c/x}. */
  private static Value link(int kind, Value x, double c) {
    Value constant = constant(x.dtype(), c);
    return switch (kind) {
      case 0 -> apply(MUL, x, constant);
      case 1 -> apply(MUL, constant, x);
      case 2 -> apply(Bodies.DIV, x, constant);
      default -> apply(Bodies.DIV, constant, x);
    };
  }

  private static BigDecimal link(int kind, BigDecimal x, double c) {
    BigDecimal constant = new BigDecimal(c);
    return switch (kind) {
      case 0, 1 -> x.multiply(constant);
      case 2 -> x.divide(constant, MathContext.DECIMAL128);
      default -> constant.divide(x, MathContext.DECIMAL128);
    };
  }

  private static Tensor numbers(DType dtype, int sign) {
    SplittableRandom random = new SplittableRandom(7);
    Buffer buffer = Buffer.allocate(dtype, SIZE);
    for (int i = 0; i < SIZE; i++) {
      buffer.setDouble(i, sign * Math.scalb(1 + random.nextDouble(), random.nextInt(-40, 40)));
    }
    return Tensor.over(Shape.of(SIZE), buffer);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void chainsAreOneInstructionWithinTheStatedErrorOfTheExactValue(DType dtype) {
    Rewrite row = row();
    double unit = dtype == DType.F32 ? 0x1p-24 : 0x1p-53;
    double gamma = 2 * unit / (1 - 2 * unit);
    double c = dtype == DType.F32 ? (float) 0.7 : 0.7;
    double d = dtype == DType.F32 ? (float) -5.3 : -5.3;
    for (int kinds = 0; kinds < 16; kinds++) {
      Value x = input("x", new TensorType(dtype, Shape.of(SIZE)));
      Value y = link(kinds / 4, link(kinds % 4, x, c), d);
      Graph rewritten = row.apply(Graph.of(List.of(y)));
      assertThat(rewritten.nodes()).filteredOn(n -> n.op() instanceof InstructionOp).hasSize(1);
      Tensor given = numbers(dtype, kinds % 2 == 0 ? 1 : -1);
      Buffer actual =
          Interpreter.evaluate(rewritten.outputs(), Map.of(x, given)).getFirst().buffer();
      for (int i = 0; i < SIZE; i++) {
        BigDecimal in = new BigDecimal(given.buffer().getDouble(i));
        double exact = link(kinds / 4, link(kinds % 4, in, c), d).doubleValue();
        // The exact value as a double is off by half a unit of its own.
        double bound = gamma * Math.abs(exact) + Math.ulp(exact);
        assertThat(actual.getDouble(i)).isEqualTo(exact, within(bound));
      }
    }
  }

  private static Rewrite row() {
    return Pipeline.rewrites().stream()
        .filter(r -> r.name().equals("combined-factors"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatOverflowsOnTheWayIsFiniteAfterwards() {
    Value x = input("x", SIZE);
    Value y = link(0, link(0, x, 4), 0.25);
    Tensor huge = Tensor.full(DType.F32, Shape.of(SIZE), Float.MAX_VALUE);
    Graph graph = Graph.of(List.of(y));
    assertThat(Program.compile(List.of(x), List.of(y)).run(huge)).containsExactly(huge);
    assertThat(Interpreter.evaluate(graph.outputs(), Map.of(x, huge)).getFirst())
        .isEqualTo(Tensor.full(DType.F32, Shape.of(SIZE), Double.POSITIVE_INFINITY));
    CompileOptions off = CompileOptions.defaults().without("factors");
    assertThat(Program.compile(List.of(x), List.of(y), Map.of(), off).run(huge))
        .containsExactly(Tensor.full(DType.F32, Shape.of(SIZE), Double.POSITIVE_INFINITY));
  }

  @Test
  void sumsSharedLinksAndExtremeConstantsAreLeftAlone() {
    Value x = input("x", SIZE);
    Value c = constant(DType.F32, 0x1p23);
    Value shared = link(0, x, 3);
    for (Value y :
        List.of(
            apply(SUB, apply(ADD, x, c), c),
            apply(ADD, link(0, shared, 5), shared),
            link(0, link(0, x, 1e-30), 1e-30),
            link(0, link(0, x, 1e30), 1e30),
            link(0, link(0, x, 3), 0),
            link(0, link(0, x, Double.POSITIVE_INFINITY), 3),
            link(2, link(0, x, Double.NaN), 3))) {
      Graph graph = Graph.of(List.of(y));
      assertThat(row().apply(graph)).as("%s", graph).isSameAs(graph);
    }
  }

  @Test
  void longChainsBecomeOneLink() {
    Value x = input("x", SIZE);
    Value y = x;
    for (int i = 0; i < 10_000; i++) {
      y = link(i % 2 * 2, y, 1.5);
    }
    Graph one = row().apply(Graph.of(List.of(y)));
    assertThat(one.nodes()).filteredOn(n -> n.op() instanceof InstructionOp).hasSize(1);
  }
}
