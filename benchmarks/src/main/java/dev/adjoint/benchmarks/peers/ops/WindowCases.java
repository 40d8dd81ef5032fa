// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import static dev.adjoint.benchmarks.peers.ops.OpInput.real;

import dev.adjoint.ops.Convolutions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Fft;
import dev.adjoint.ops.Pooling;
import dev.adjoint.ops.WindowOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/** Convolutions, poolings and Fourier transforms. */
final class WindowCases {
  private WindowCases() {}

  static List<OpCase> all() {
    List<OpCase> cases = new ArrayList<>();
    OpInput image = real(8, 16, 32, 32);
    add(cases, "conv3x3", (x, f) -> Convolutions.conv2d(x, f, 1, 1), image, real(32, 16, 3, 3));
    add(cases, "convStride2", (x, f) -> Convolutions.conv2d(x, f, 2, 1), image, real(32, 16, 3, 3));
    add(cases, "conv1x1", (x, f) -> Convolutions.conv2d(x, f, 1, 0), image, real(64, 16, 1, 1));
    add(
        cases,
        "convDilated",
        (x, f) -> Convolutions.conv(x, f, WindowOptions.over(2).padding(2, 2).dilation(2, 2), 1),
        image,
        real(32, 16, 3, 3));
    add(
        cases,
        "depthwise",
        (x, f) -> Convolutions.conv(x, f, WindowOptions.over(2).padding(1, 1), 16),
        image,
        real(16, 1, 3, 3));
    add(
        cases,
        "convTranspose",
        (x, f) -> Convolutions.convTranspose(x, f, WindowOptions.over(2).stride(2, 2), 1),
        real(8, 16, 16, 16),
        real(16, 8, 2, 2));
    add(
        cases,
        "conv1d",
        (x, f) -> Convolutions.conv1d(x, f, 1, 2),
        real(8, 16, 512),
        real(32, 16, 5));
    cases.add(OpCase.of("maxPool", x -> Pooling.maxPool2d(x.getFirst(), 2), real(8, 32, 32, 32)));
    cases.add(OpCase.of("avgPool", x -> Pooling.avgPool2d(x.getFirst(), 2), real(8, 32, 32, 32)));
    for (int n : new int[] {64, 1000, 1024}) {
      cases.add(OpCase.of("rfft", x -> both(Fft.rfft(x.getFirst(), 1)), real(256, n)));
      cases.add(
          OpCase.of(
              "fft",
              x -> both(Fft.fft(new Fft.Complex(x.get(0), x.get(1)), 1)),
              real(256, n),
              real(256, n)));
    }
    return cases;
  }

  private static void add(
      List<OpCase> cases, String op, BinaryOperator<Expr> function, OpInput x, OpInput filter) {
    cases.add(OpCase.of(op, in -> function.apply(in.get(0), in.get(1)), x, filter));
  }

  private static Expr both(Fft.Complex y) {
    return Expr.stack(0, y.re(), y.im());
  }
}
