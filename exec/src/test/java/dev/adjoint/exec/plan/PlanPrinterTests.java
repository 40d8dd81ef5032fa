// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.plan;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads off the printed plan what the memory passes decide. */
final class PlanPrinterTests {
  private final Value x = input("x", 4);
  private final Variable w = new Variable("w", Tensor.of(1f, 2f, 3f, 4f));

  private static String plan(
      List<Value> inputs, List<Value> outputs, Map<Value, Value> updates, String... off) {
    CompileOptions options = CompileOptions.defaults().without(off).without("fuse");
    return Program.compile(inputs, outputs, updates, options).plan().toString();
  }

  @Test
  void aTrainingStepUpdatesItsVariableInPlace() {
    Value old = read(w);
    Value y = apply(MUL, old, x);
    Value loss = apply(reduce(TestOps.Combine.MAX, 0), apply(MUL, y, y));
    Value next = apply(SUB, old, apply(HALVE, apply(MUL, y, x)));
    assertThat(plan(List.of(x), List.of(loss), Map.of(old, next)))
        .isEqualTo(
            """
            t.f32@0 = mul v0, x0 : f32[4]
            t.f32@4 = mul t.f32@0, t.f32@0 : f32[4]
            y0 = reduce[kind=MAX, axes=[0], mean=false] t.f32@4 : f32[]
            t.f32@0 = mul t.f32@0, x0 : f32[4]  in place
            t.f32@0 = halve t.f32@0 : f32[4]  in place
            v0 = sub v0, t.f32@0 : f32[4]  in place
            temporaries: 32 bytes planned, 64 without reuse, 32 at least
            """);
  }

  @Test
  void withoutInPlaceTheUpdateIsCopied() {
    Value old = read(w);
    assertThat(plan(List.of(), List.of(), Map.of(old, apply(NEXT, old)), "in-place"))
        .isEqualTo(
            """
            t.f32@0 = next v0 : f32[4]
            v0 <- t.f32@0
            temporaries: 16 bytes planned, 16 without reuse, 16 at least
            """);
  }

  @Test
  void withoutReuseEveryTemporaryHasMemoryOfItsOwn() {
    Value y = apply(NEXT, apply(HALVE, apply(NEXT, x)));
    assertThat(plan(List.of(x), List.of(y), Map.of(), "reuse", "in-place"))
        .isEqualTo(
            """
            t.f32@0 = next x0 : f32[4]
            t.f32@4 = halve t.f32@0 : f32[4]
            y0 = next t.f32@4 : f32[4]
            temporaries: 32 bytes planned, 32 without reuse, 32 at least
            """);
  }

  @Test
  void reshapesShareMemoryUnlessToldNotTo() {
    Value column = apply(new TestOps.Reshape(Shape.of(4, 1)), apply(NEXT, x));
    Value y = apply(HALVE, column);
    assertThat(plan(List.of(x), List.of(y), Map.of()))
        .isEqualTo(
            """
            t.f32@0 = next x0 : f32[4]
            y0 = halve t.f32@0 : f32[4, 1]
            temporaries: 16 bytes planned, 16 without reuse, 16 at least
            """);
    assertThat(plan(List.of(x), List.of(y), Map.of(), "share"))
        .contains("t.f32@4 = reshape[to=[4, 1]] t.f32@0 : f32[4, 1]");
  }

  @Test
  void outputsThatAreLeavesOrOutputsAlreadyAreCopied() {
    Value c = constant(Tensor.of(5f));
    Value y = apply(NEXT, x);
    assertThat(plan(List.of(x), List.of(c, y, x, y, read(w)), Map.of()))
        .isEqualTo(
            """
            y0 <- c0
            y2 <- x0
            y4 <- v0
            y1 = next x0 : f32[4]
            y3 <- y1
            temporaries: 0 bytes planned, 0 without reuse, 0 at least
            """);
  }

  @Test
  void swappedVariablesAreSavedFirst() {
    Variable v = new Variable("v", w.value());
    Map<Value, Value> swap = new LinkedHashMap<>();
    Value readV = read(v);
    Value readW = read(w);
    swap.put(readW, readV);
    swap.put(readV, readW);
    assertThat(plan(List.of(), List.of(), swap))
        .isEqualTo(
            """
            t.f32@0 <- v0
            t.f32@4 <- v1
            v1 <- t.f32@0
            v0 <- t.f32@4
            temporaries: 32 bytes planned, 32 without reuse, 32 at least
            """);
  }

  @Test
  void anUpdateBeforeAKernelIsCopiedAtTheEnd() {
    Value old = read(w);
    Value next = apply(NEXT, old);
    Value checked = apply(new TestOps.Picky(), next);
    assertThat(plan(List.of(), List.of(checked), Map.of(old, next)))
        .isEqualTo(
            """
            t.f32@0 = next v0 : f32[4]
            y0 = picky t.f32@0 : f32[4]
            v0 <- t.f32@0
            temporaries: 16 bytes planned, 16 without reuse, 16 at least
            """);
  }

  @Test
  void otherDtypesHaveArenasOfTheirOwn() {
    Value less = apply(TestOps.LESS, apply(NEXT, x), x);
    Value more = apply(new TestOps.Body("not", b -> b.get(0).not()), less);
    assertThat(plan(List.of(x), List.of(apply(ADD, x, x), more), Map.of()))
        .contains("t.bool@0 = less t.f32@0, x0 : bool[4]")
        .contains("temporaries: 20 bytes planned, 20 without reuse, 20 at least");
  }
}
