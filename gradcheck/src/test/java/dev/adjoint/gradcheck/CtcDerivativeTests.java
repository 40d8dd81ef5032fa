// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.autodiff.Ctc;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The loss of connectionist temporal classification, to the second order. */
class CtcDerivativeTests {
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void derivativesByLogProbabilitiesAreRight(boolean zeroInfinity) {
    Tensor x = Arg.real(2, 4, 3).draw(DType.F64, new SplittableRandom(3));
    Expr targets = Expr.constant(Tensor.of(0, 0, 2, 1)).reshape(2, 2);
    Expr steps = Expr.constant(Tensor.of(4, 3));
    Expr counts = Expr.constant(Tensor.of(2, 1));
    GradCheck.of(List.of(x), in -> Ctc.loss(in.getFirst(), targets, steps, counts, 1, zeroInfinity))
        .order(2)
        .assertCorrect();
  }
}
