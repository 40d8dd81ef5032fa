// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a scan refuses, in its own words. */
class ScanErrorTests {
  private static final TensorType ROWS = TensorType.of(DType.F32, 5, 3);

  private final Expr carry = Expr.input("c", TensorType.of(DType.F32, 3));
  private final Expr rows = Expr.input("rows", ROWS);

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(ShapeException.class).hasMessage(message);
  }

  private static Scanned keep(List<Expr> carry, List<Expr> x) {
    return Scanned.of(carry, x);
  }

  @Test
  void aScanMustKnowHowManyStepsToTake() {
    assertRefused(
        () -> ControlFlow.scan(List.of(carry), List.of(), ScanErrorTests::keep),
        "scan: neither xs nor a length says how many steps to take from [f32[3]]; give a length");
    assertRefused(
        () -> ControlFlow.scan(List.of(carry), List.of(), -1, ScanErrorTests::keep),
        "scan: the length is -1; it must not be negative");
    assertRefused(
        () -> ControlFlow.scan(List.of(carry), List.of(rows, carry), ScanErrorTests::keep),
        "scan: lengths differ: 5 steps along [f32[5, 3], f32[3]] (xs 1 has 3); slice or pad them to"
            + " one length");
    assertRefused(
        () -> ControlFlow.scan(List.of(carry), List.of(rows), 4, ScanErrorTests::keep),
        "scan: lengths differ: 4 steps along [f32[5, 3]] (xs 0 has 5); slice or pad them to one"
            + " length");
    assertRefused(
        () -> ControlFlow.scan(List.of(carry), List.of(rows.sum()), ScanErrorTests::keep),
        "scan: xs 0 is f32[], without an axis to go along; close over it instead");
  }

  @Test
  void aCarryMustKeepItsType() {
    assertRefused(
        () ->
            ControlFlow.scan(
                List.of(carry),
                List.of(rows),
                (c, x) -> Scanned.carrying(Expr.concat(0, c.getFirst(), x.getFirst()))),
        "scan: carry 0 is f32[3] but the body returns f32[6]; a carry keeps its type, start with"
            + " one of the type that it gets");
    assertRefused(
        () ->
            ControlFlow.scan(
                List.of(carry),
                List.of(rows),
                (c, _) -> Scanned.carrying(c.getFirst().cast(DType.F64))),
        "scan: carry 0 is f32[3] but the body returns f64[3]; a carry keeps its type, cast it to"
            + " f32");
    assertRefused(
        () -> ControlFlow.scan(List.of(carry), List.of(rows), (_, _) -> Scanned.carrying()),
        "scan: the carry is [f32[3]] but the body returns [] (1 ≠ 0); return one for each");
  }

  @Test
  void theOpRefusesInputsThatTheBodyDoesNotTake() {
    Scan op =
        (Scan)
            ControlFlow.scan(List.of(carry), List.of(rows), ScanErrorTests::keep)
                .carry()
                .getFirst()
                .node()
                .op();
    assertRefused(
        () -> op.infer(List.of(carry.type())),
        "scan: takes 2 inputs (carry 1, shared 0, xs 1), got [f32[3]]");
    assertRefused(
        () -> op.infer(List.of(carry.type(), TensorType.of(DType.F32, 4, 3))),
        "scan: input 1 is f32[4, 3], the body takes f32[3] in each of 5 steps; hand over"
            + " f32[5, 3]");
    assertThat(op.name() + op.parameters()).isEqualTo("scan[length=5, carries=1, xs=1]");
  }
}
