// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.mean;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reductions of what a view repeats, which they read through. */
final class RepeatedReductionTests {
  @ParameterizedTest
  @CsvSource({"1, 1", "3, 5", "7, 33", "40, 64", "70, 1000", "300, 17", "2000, 3"})
  void repetitionsAreReadWhereTheyAreAndNoBitChanges(int times, int size) {
    Value x = input("x", size);
    Value below = apply(new TestOps.Repeat(times), x);
    Value beside = apply(new TestOps.Swap(0, 1), below);
    for (Value repeated : List.of(below, beside)) {
      for (ReductionOp op :
          List.of(
              reduce(Combine.SUM, 0), reduce(Combine.SUM, 1), mean(0, 1), reduce(Combine.MAX, 0))) {
        assertSameBits(x, apply(op, repeated));
      }
      assertSameBits(
          x,
          apply(ADD, apply(reduce(Combine.SUM, 0, 1), repeated), apply(reduce(Combine.SUM, 0), x)));
    }
  }

  private static void assertSameBits(Value x, Value y) {
    Tensor at = random(3, DType.F32, x.shape());
    Program read = Program.compile(List.of(x), List.of(y));
    Program stored =
        Program.compile(
            List.of(x), List.of(y), Map.of(), CompileOptions.defaults().without("fuse"));
    assertThat(read.plan().plannedBytes()).isLessThanOrEqualTo(4L * x.type().size() + 8);
    assertThat(read.run(at)).isEqualTo(stored.run(at));
  }

  @Test
  void aHugeTensorOfOneNumberTakesNoMemory() {
    Value number = constant(Tensor.full(DType.F32, Shape.of(1000), 2));
    Value huge = apply(new TestOps.Repeat(20_000), number);
    for (ReductionOp op :
        List.of(reduce(Combine.SUM, 0, 1), mean(0, 1), reduce(Combine.MAX, 0, 1))) {
      Program program = Program.compile(List.of(), List.of(apply(op, huge)));
      assertThat(program.plan().plannedBytes()).isLessThan(10_000);
      assertThat(program.run().getFirst().item())
          .isEqualTo(op.equals(reduce(Combine.SUM, 0, 1)) ? 4e7 : 2);
    }
  }
}
