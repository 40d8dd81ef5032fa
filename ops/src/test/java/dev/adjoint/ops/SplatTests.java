// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Huge tensors of one number, or of few that are repeated, which are never in memory. */
final class SplatTests {
  private static final long FEW = 1_000_000;

  private static Expr huge(double value) {
    return Expr.full(TensorType.of(DType.F32, 30_000, 30_000), value);
  }

  private static long planned(Expr... outputs) {
    return Program.compile(List.of(), List.of(outputs)).plan().plannedBytes();
  }

  @Test
  void aHugeTensorOfOneNumberIsSummedWithoutBeingMade() {
    Expr sum = huge(2).sum();
    assertThat(planned(sum)).isZero();
    assertThat(sum.eval()).isEqualTo(Tensor.scalar(1.8e9f));
  }

  @Test
  void soIsWhateverIsComputedOfIt() {
    Expr row = Expr.constant(Tensor.arange(DType.F32, 30_000));
    Expr column = row.reshape(30_000, 1);
    Expr mask = huge(1).greater(row);
    for (Expr y :
        List.of(
            huge(2).mean(),
            huge(2).max(),
            huge(2).sum(0).sum(),
            huge(2).sum(1).max(),
            huge(0).add(row).sum(),
            row.broadcastTo(Shape.of(30_000, 30_000)).sum(0),
            column.broadcastTo(Shape.of(30_000, 30_000)).sum(1),
            column.add(row).sum(),
            Expr.where(mask, huge(1), huge(0)).sum(),
            row.cast(DType.I32).oneHot(30_000, DType.F32).sum(),
            // The identity matrix.
            row.equal(column).cast(DType.F32).sum())) {
      assertThat(planned(y)).as(y.toString()).isLessThan(FEW);
    }
  }

  @Test
  void theValuesAreRight() {
    Expr row = Expr.constant(Tensor.arange(DType.F32, 300));
    Expr wide = row.broadcastTo(Shape.of(200, 300));
    assertThat(wide.sum().eval()).isEqualTo(Tensor.scalar(200f * 299 * 150));
    assertThat(wide.sum(0).eval()).isEqualTo(row.mul(200).eval());
    assertThat(wide.sum(1).max().eval()).isEqualTo(Tensor.scalar(299f * 150));
    assertThat(row.equal(row.reshape(300, 1)).cast(DType.F32).sum().eval())
        .isEqualTo(Tensor.scalar(300f));
  }
}
