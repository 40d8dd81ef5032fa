// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

class LinalgErrorTests {
  private static final Expr A = Expr.input("a", 2, 3);
  private static final Expr B = Expr.input("b", 4, 5);

  private static DynamicTest of(String message, Executable call) {
    return DynamicTest.dynamicTest(
        message, () -> assertThatThrownBy(call::execute).hasMessage(message));
  }

  @TestFactory
  Stream<DynamicTest> messagesNameTheCause() {
    Expr line = Expr.input("x", 3);
    return Stream.of(
        of("dot: needs vectors of one length, got [2, 3] · [4, 5]", () -> Linalg.dot(A, B)),
        of("kron: needs matrices, got [3]", () -> Linalg.kron(A, line)),
        of("frobeniusNorm: needs matrices, got [3]", () -> Linalg.frobeniusNorm(line)),
        of("matrixPower: needs square matrices, got [2, 3]", () -> Linalg.matrixPower(A, 2)),
        of("matrixPower: negative power -1", () -> Linalg.matrixPower(Expr.input("c", 2, 2), -1)),
        of("cdist: rows differ in length: [2, 3], [4, 5]", () -> Linalg.cdist(A, B)),
        of("tensorDot: 3 axes of [2, 3] and [4, 5]", () -> Linalg.tensorDot(A, B, 3)),
        of(
            "tensorDot: extents of axes 1 and 0 differ: [2, 3] × [4, 5]",
            () -> Linalg.tensorDot(A, B, 1)),
        of(
            "tensorDot: axes do not pair: [0] and []",
            () -> Linalg.tensorDot(A, new int[] {0}, B, new int[0])),
        of(
            "tensorDot: an axis is named twice",
            () -> Linalg.tensorDot(A, new int[] {0, 0}, A, new int[] {0, 0})));
  }

  @TestFactory
  Stream<DynamicTest> einsumNamesFormulaAndOperands() {
    String types = ": [f32[2, 3], f32[4, 5]]";
    return Stream.of(
        of("einsum: ij,jk->ik: extents of j differ: 3 ≠ 4" + types, () -> einsum("ij, jk -> ik")),
        of("einsum: ij,k->ik: k names 1 axes of [4, 5]" + types, () -> einsum("ij,k->ik")),
        of("einsum: ij,kl->im: no operand has an axis m" + types, () -> einsum("ij,kl->im")),
        of("einsum: ij,kl->ii: the result has two axes i" + types, () -> einsum("ij,kl->ii")),
        of("einsum: ij->i: names 1 operands, got 2" + types, () -> einsum("ij->i")),
        of("einsum: ij,kl->i->j: has two arrows" + types, () -> einsum("ij,kl->i->j")),
        of("einsum: i1,kl: axes are named by letters, got i1" + types, () -> einsum("i1,kl")));
  }

  private static Expr einsum(String formula) {
    return Linalg.einsum(formula, A, B);
  }

  @Test
  void einsumOfTwoDtypesIsRefused() {
    assertThatThrownBy(() ->
            Linalg.einsum("i,i", Expr.input("x", 2), Expr.input("y", TensorType.of(DType.F64, 2))))
        .hasMessage("einsum: i,i: operands must all be f32 or f64; cast them: [f32[2], f64[2]]");
  }
}
