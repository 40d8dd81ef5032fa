// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import static dev.adjoint.benchmarks.peers.ops.OpInput.dominant;
import static dev.adjoint.benchmarks.peers.ops.OpInput.real;
import static dev.adjoint.benchmarks.peers.ops.OpInput.symmetric;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Linalg;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Products of matrices that are no squares, and decompositions. */
final class MatrixCases {
  private static final int[] SIDES = {8, 64, 256, 512};

  private MatrixCases() {}

  static List<OpCase> products() {
    List<OpCase> cases = new ArrayList<>();
    int[][] sizes = {
      {200, 200, 1}, {2000, 2000, 1}, {20_000, 200, 1}, {4096, 16, 256}, {64, 10_000, 64}
    };
    for (int[] size : sizes) {
      OpCase product =
          OpCase.of(
              "matmul",
              x -> x.get(0).matmul(x.get(1)),
              real(size[0], size[1]),
              real(size[1], size[2]));
      cases.add(product);
      cases.add(product.inDouble());
    }
    cases.add(
        OpCase.of("matmul", x -> x.get(0).matmul(x.get(1)), real(64, 32, 32), real(64, 32, 32)));
    cases.add(OpCase.of("outer", x -> Linalg.outer(x.get(0), x.get(1)), real(1000), real(1000)));
    return cases;
  }

  static List<OpCase> decompositions() {
    ImmutableMap<String, UnaryOperator<Expr>> ofSymmetric =
        ImmutableMap.of("cholesky", Linalg::cholesky, "eigvalsh", Linalg::eigvalsh);
    ImmutableMap<String, UnaryOperator<Expr>> ofAny =
        ImmutableMap.of(
            "inverse",
            Linalg::inverse,
            "slogDet",
            x -> Linalg.slogDet(x).logAbs(),
            "qr",
            x -> Linalg.qr(x).r(),
            "singularValues",
            Linalg::singularValues);
    List<OpCase> cases = new ArrayList<>();
    for (int n : SIDES) {
      ofSymmetric.forEach(
          (op, f) -> cases.add(OpCase.of(op, x -> f.apply(x.getFirst()), symmetric(n)).inDouble()));
      ofAny.forEach(
          (op, f) -> cases.add(OpCase.of(op, x -> f.apply(x.getFirst()), dominant(n)).inDouble()));
      cases.add(
          OpCase.of("solve", x -> Linalg.solve(x.get(0), x.get(1)), dominant(n), real(n, 8))
              .inDouble());
    }
    return cases;
  }
}
