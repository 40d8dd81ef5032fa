// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Fft;
import dev.adjoint.ops.Fft.Complex;
import dev.adjoint.ops.Fft.Norm;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Derivatives through Fourier transforms: of spectra, of filters, in two dimensions. */
class FftDerivativeTests {
  private static final List<Tensor> PAIR =
      List.of(
          Tensor.nested(new double[][] {{0.5, -1.2, 0.3}, {2, 0.7, -0.4}}),
          Tensor.nested(new double[][] {{1.5, 0.2, -0.8}, {-0.6, 1.1, 0.9}}));

  private static Expr power(Complex y) {
    return y.re().square().add(y.im().square());
  }

  @Test
  void powersOfSpectraHaveTheDerivativesOfDifferences() {
    for (Norm norm : Norm.values()) {
      for (int axis : new int[] {0, 1}) {
        GradCheck.of(PAIR, x -> power(Fft.fft(new Complex(x.get(0), x.get(1)), axis, norm)))
            .order(2)
            .assertCorrect();
        GradCheck.of(PAIR, x -> power(Fft.ifft(new Complex(x.get(0), x.get(1)), axis, norm)))
            .order(2)
            .assertCorrect();
        GradCheck.of(PAIR.subList(0, 1), x -> power(Fft.rfft(x.getFirst(), axis, norm)))
            .order(2)
            .assertCorrect();
      }
    }
  }

  @Test
  void realNumbersBackHaveTheDerivativesOfDifferences() {
    for (int n : new int[] {4, 5}) {
      GradCheck.of(PAIR, x -> Fft.irfft(new Complex(x.get(0), x.get(1)), n, 1).exp())
          .order(2)
          .assertCorrect();
      GradCheck.of(PAIR, x -> Fft.irfft2(new Complex(x.get(0), x.get(1)), n).exp())
          .order(2)
          .assertCorrect();
    }
  }

  @Test
  void filtersHaveTheDerivativesOfDifferences() {
    GradCheck.of(
            PAIR,
            x -> Fft.irfft2(Fft.rfft2(x.get(0)).mul(Fft.rfft2(x.get(1)).conjugate()), 3).sin())
        .order(2)
        .assertCorrect();
    GradCheck.of(PAIR, x -> Fft.ifft2(Fft.fft2(new Complex(x.get(0), x.get(1)))).abs())
        .order(2)
        .assertCorrect();
  }
}
