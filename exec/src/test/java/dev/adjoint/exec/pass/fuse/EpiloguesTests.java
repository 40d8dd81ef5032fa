// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.BLEND;
import static dev.adjoint.exec.TestOps.LESS;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.WAVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.SameBits;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Repeat;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.exec.ir.EpilogueFusion;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tests of loops over tiles of products. */
final class EpiloguesTests {
  private static final TestProduct PRODUCT = new TestProduct(false, false);

  /** A case: how many loops run over tiles, and what is computed. */
  private record Case(int epilogues, List<Value> outputs) {
    static Case of(int epilogues, Value... outputs) {
      return new Case(epilogues, List.of(outputs));
    }
  }

  private static Program compile(List<Value> outputs, CompileOptions options) {
    return Program.compile(Graph.of(outputs).inputs(), outputs, Map.of(), options);
  }

  private static List<EpilogueFusion> epilogues(Program program) {
    List<EpilogueFusion> found = new ArrayList<>();
    for (PlanStep step : program.plan().steps()) {
      if (step instanceof PlanStep.Apply apply && apply.op() instanceof EpilogueFusion op) {
        found.add(op);
      }
    }
    return found;
  }

  private static void assertSameBits(List<Value> outputs) {
    SameBits.of(outputs).onThreads().compiled(CompileOptions.defaults().without("emit")).onWidths();
  }

  private static void check(Case... cases) {
    for (Case each : cases) {
      Program program = compile(each.outputs, CompileOptions.defaults());
      assertThat(epilogues(program)).as("%s", program.plan()).hasSize(each.epilogues);
      assertSameBits(each.outputs);
    }
  }

  @Test
  void biasAndActivationAndResidualRunOnTiles() {
    for (int[] size : new int[][] {{70, 130, 40}, {33, 64, 700}, {300, 300, 5}, {8, 1100, 20}}) {
      int m = size[0];
      int n = size[1];
      Value product = apply(PRODUCT, input("a", m, size[2]), input("b", size[2], n));
      Value bias = apply(new Repeat(m), input("bias", n));
      Value layer = apply(WAVE, apply(ADD, product, bias));
      check(Case.of(1, layer), Case.of(1, apply(ADD, input("r", m, n), layer)));
    }
  }

  @Test
  void transposedOperandsAndDoublesDoToo() {
    Value a = input("a", new TensorType(DType.F64, Shape.of(40, 70)));
    Value b = input("b", new TensorType(DType.F64, Shape.of(90, 40)));
    Value c = input("c", new TensorType(DType.F64, Shape.of(70, 90)));
    check(Case.of(1, apply(SUB, c, apply(new TestProduct(true, true), a, b))));
  }

  @Test
  void aLoopMayReadInputsInAnyOrder() {
    Value product = apply(PRODUCT, input("a", 80, 30), input("b", 30, 80));
    Value turned = apply(new Swap(0, 1), input("t", 80, 80));
    Value perRow = apply(new Swap(0, 1), apply(new Repeat(80), input("p", 80)));
    check(
        Case.of(1, apply(MUL, apply(ADD, turned, product), perRow)),
        Case.of(1, apply(BLEND, perRow, product, turned)));
  }

  @Test
  void aProductThatIsReadElsewhereIsKept() {
    Value product = apply(PRODUCT, input("a", 70, 30), input("b", 30, 80));
    Value wave = apply(WAVE, product);
    Value next = apply(PRODUCT, product, input("c", 80, 16));
    check(Case.of(1, wave, next), Case.of(1, wave, product));
    Program program = compile(List.of(wave, next), CompileOptions.defaults());
    assertThat(epilogues(program).getFirst().keeps()).isTrue();
  }

  @Test
  void severalResultsOfAnyTypeAreStored() {
    Value product = apply(PRODUCT, input("a", 70, 30), input("b", 30, 80));
    Value other = input("c", 70, 80);
    Value sum = apply(ADD, product, other);
    check(
        Case.of(1, sum, apply(LESS, product, other)),
        // Nowhere to put the product but a bool.
        Case.of(0, apply(LESS, product, other)));
  }

  @Test
  void whatTheLoopNeedsMustBeThereBefore() {
    Value a = input("a", 70, 30);
    Value b = input("b", 30, 80);
    Value product = apply(PRODUCT, a, b);
    Value second = apply(PRODUCT, product, input("c", 80, 80));
    // The loop needs both products, so that it can run with the second only.
    check(Case.of(1, apply(ADD, product, apply(WAVE, second))));
    Value turned = apply(new Swap(0, 1), apply(PRODUCT, input("d", 70, 30), input("e", 30, 70)));
    check(Case.of(0, apply(ADD, turned, apply(new Swap(0, 1), turned))));
  }

  @Test
  void smallAndNarrowProductsHaveNoTiles() {
    for (int[] size : new int[][] {{1, 100, 30}, {100, 1, 30}, {2, 64, 2}, {100, 63, 30}}) {
      Value product = apply(PRODUCT, input("a", size[0], size[2]), input("b", size[2], size[1]));
      check(Case.of(0, apply(WAVE, product)));
    }
  }

  @Test
  void anUpdateOfAVariableStaysLast() {
    Value read = TestOps.read(new Variable("w", TestOps.random(1, DType.F32, Shape.of(70, 80))));
    Value a = input("a", 70, 30);
    Value b = input("b", 30, 80);
    Value next = apply(SUB, read, apply(WAVE, apply(PRODUCT, a, b)));
    CompileOptions options = CompileOptions.defaults();
    Program program =
        Program.compile(List.of(a, b), List.of(apply(WAVE, b)), Map.of(read, next), options);
    assertThat(epilogues(program)).isEmpty();
  }

  @Property(tries = 40)
  void randomLayersKeepTheirBits(@ForAll long seed, @ForAll @IntRange(min = 2, max = 12) int size) {
    Random random = new Random(seed);
    int n = 64 + random.nextInt(3) * 16;
    List<Value> values = new ArrayList<>(List.of(input("x", n, n), input("y", n, n)));
    Value bias = input("b", n);
    for (int i = 0; i < size; i++) {
      Value a = values.get(random.nextInt(values.size()));
      Value b = values.get(values.size() - 1 - random.nextInt(2));
      values.add(
          switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                apply(new TestProduct(random.nextBoolean(), random.nextBoolean()), a, b);
            case 3 -> apply(ADD, a, b);
            case 4 -> apply(SUB, apply(new Swap(0, 1), a), b);
            case 5 -> apply(WAVE, b);
            case 6 -> apply(MUL, b, apply(new Repeat(n), bias));
            default -> apply(ADD, apply(new Swap(0, 1), apply(new Repeat(n), bias)), b);
          });
    }
    assertSameBits(List.of(values.getLast(), values.get(random.nextInt(values.size()))));
  }
}
