// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.WAVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.ir.RowFusion;
import dev.adjoint.exec.plan.PlanPrinter;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class FuseRowsTests {
  private static final int ROWS = 96;
  private static final int ROW = 64;

  private final Value x = TestOps.input("x", ROWS, ROW);

  /** Repeats each element along a row. */
  private record Along() implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(Shape.of(in.dim(0), ROW), 0, ImmutableIntArray.of(1, 0));
    }
  }

  private static Value spread(Value narrow) {
    return apply(new Along(), narrow);
  }

  private static Value sum(Value of) {
    return apply(reduce(TestOps.Combine.SUM, 1), of);
  }

  /** Returns something like a softmax: three loops over the rows and one over their sums. */
  private static Value softmax(Value of) {
    Value shifted = apply(SUB, of, spread(apply(reduce(TestOps.Combine.MAX, 1), of)));
    Value e = apply(WAVE, shifted);
    return apply(MUL, e, spread(apply(WAVE, sum(e))));
  }

  private static Program compile(Value of, String... off) {
    return Program.compile(
        List.of(source(of)), List.of(of), Map.of(), CompileOptions.defaults().without(off));
  }

  private static Value source(Value of) {
    Value value = of;
    while (!value.node().inputs().isEmpty()) {
      value = value.node().inputs().getFirst();
    }
    return value;
  }

  private static List<RowFusion> fused(Program program) {
    return program.plan().steps().stream()
        .map(s -> ((PlanStep.Apply) s).op())
        .filter(RowFusion.class::isInstance)
        .map(RowFusion.class::cast)
        .toList();
  }

  private void checkBits(Value of) {
    Tensor argument = TestOps.random(5, DType.F32, x.shape());
    List<Tensor> expected = compile(of, "fuse").run(argument);
    assertThat(compile(of).run(argument)).isEqualTo(expected);
    assertThat(compile(of, "fuse-rows").run(argument)).isEqualTo(expected);
    assertThat(compile(of, "emit").run(argument)).isEqualTo(expected);
  }

  @Test
  void aSoftmaxIsOneStepWithoutMemoryForWhatItsStagesRead() {
    Program program = compile(softmax(x));
    assertThat(program.plan().steps()).hasSize(1);
    assertThat(fused(program).getFirst().stages()).hasSize(4);
    assertThat(program.plan().memory().bytesWithoutReuse()).isZero();
    assertThat(compile(softmax(x), "fuse-rows").plan().steps()).hasSize(4);
    checkBits(softmax(x));
  }

  @Test
  void thePlanShowsTheStages() {
    assertThat(PlanPrinter.print(compile(softmax(x)).plan()))
        .startsWith(
            "y0 = rowFusion[96 rows of 64: copy, reduce[kind=MAX, axes=[1], mean=false];"
                + " sub, 2 mul, sin, exp, add, reduce[kind=SUM, axes=[1], mean=false];"
                + " 2 mul, sin, exp, add; mul] x0 : f32[96, 64]\n");
  }

  @Test
  void whatStandsBetweenKeepsStagesApart() {
    Value sums = sum(apply(NEXT, x));
    Value scanned = Node.of(new TestOps.Scan(), List.of(sums)).output(0);
    Value both = apply(MUL, spread(scanned), spread(sums));
    Program program = compile(apply(MUL, apply(NEXT, x), both));
    assertThat(fused(program)).isEmpty();
    checkBits(apply(MUL, apply(NEXT, x), both));
  }

  @Test
  void rowsMayBeReducedIntoOneAnotherBesides() {
    Value y = apply(reduce(TestOps.Combine.SUM, 0), softmax(x));
    Program program = compile(y);
    assertThat(program.plan().steps()).hasSize(1);
    assertThat(fused(program)).hasSize(1);
    checkBits(y);
  }

  @Test
  void whatReadsOtherRowsIsNoStage() {
    Value sums = sum(apply(WAVE, x));
    Value turned = apply(new TestOps.Window(1, 0, 0), sums);
    Value y = apply(MUL, x, spread(turned));
    assertThat(fused(compile(y))).isEmpty();
    checkBits(y);
  }

  @Test
  void shortRowsAreNotFused() {
    Value narrow = TestOps.input("x", 400, 10);
    Value shifted = apply(WAVE, apply(SUB, narrow, along(narrow)));
    assertThat(fused(compile(apply(MUL, shifted, along(shifted))))).isEmpty();
  }

  private static Value along(Value of) {
    Value sums = apply(new TestOps.Reshape(Shape.of(400, 1)), sum(of));
    record Wide() implements ViewOp {
      @Override
      public IndexMap map(Shape in) {
        return IndexMap.of(Shape.of(400, 10), 0, ImmutableIntArray.of(1, 0));
      }
    }
    return apply(new Wide(), sums);
  }
}
