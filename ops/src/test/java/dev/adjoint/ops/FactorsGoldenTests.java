// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.GoldenFile.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Systems of equations, determinants and factorisations against PyTorch and SciPy, with their
 * derivatives. The inputs are the same in F32 and F64.
 *
 * <p>An error counts beside the largest element of a result. Those of the peer and of this library
 * together may be some thousand units in the last place: the condition of these matrices is up to
 * some hundreds. In F32 an op gives the result of F64 rounded once; what is made of several ops,
 * and a derivative, rounds several times.
 */
class FactorsGoldenTests {
  private static final List<Case> CASES = GoldenFile.read("factors.txt");
  private static final List<String> COMPOSITES = List.of("lstsq", "cond", "nuclearNorm");

  @TestFactory
  Stream<DynamicTest> valuesMatch() {
    return CASES.stream()
        .filter(c -> !c.key().endsWith(" vjp"))
        .flatMap(c ->
            Stream.of(
                test(c, DType.F64, new Bound(0, 256, false)),
                test(c, DType.F32, new Bound(1, COMPOSITES.contains(c.key()) ? 4 : 0, false))));
  }

  @TestFactory
  Stream<DynamicTest> derivativesMatch() {
    return CASES.stream()
        .filter(c -> c.key().endsWith(" vjp"))
        .flatMap(c ->
            Stream.of(
                test(c, DType.F64, new Bound(0, 1024, false)),
                test(c, DType.F32, new Bound(0, 64, false))));
  }

  private static DynamicTest test(Case c, DType dtype, Bound bound) {
    return DynamicTest.dynamicTest(
        c + " " + dtype,
        () -> {
          List<Tensor> inputs = c.inputs().stream().map(x -> cast(x, dtype)).toList();
          List<Tensor> actual = Evaluation.evaluate(inputs, x -> apply(c.key(), x));
          assertThat(actual).hasSameSizeAs(c.outputs());
          for (int i = 0; i < actual.size(); i++) {
            Tensor expected = cast(c.outputs().get(i), dtype);
            bound.check(actual.get(i), expected, largest(expected));
          }
        });
  }

  private static Tensor cast(Tensor x, DType dtype) {
    return x.dtype().isFloating() ? x.cast(dtype) : x;
  }

  /** Returns a tensor of the largest magnitude. */
  private static Tensor largest(Tensor x) {
    double max = 0;
    for (int i = 0; i < x.size(); i++) {
      max = Math.max(max, Math.abs(x.buffer().getDouble(i)));
    }
    return Tensor.full(x.dtype(), x.shape(), max);
  }

  private static List<Expr> apply(String key, List<Expr> x) {
    if (!key.endsWith(" vjp")) {
      return value(key, x);
    }
    String name = key.replace(" vjp", "");
    int count = name.startsWith("triangularSolve") || name.equals("solve") ? 2 : 1;
    List<Expr> y = value(name, x.subList(0, count));
    List<Expr> dy = new ArrayList<>(x.subList(count, x.size()));
    if (dy.size() < y.size()) {
      // An integer output comes first and has none; the sign of a determinant has one that is 0.
      dy.addFirst(y.getFirst().zerosLike());
    }
    return ((Differentiable) y.getFirst().node().op()).vjp(x.subList(0, count), y, dy);
  }

  private static List<Expr> value(String key, List<Expr> x) {
    List<String> words = Splitter.on(' ').splitToList(key);
    Expr a = x.getFirst();
    return switch (words.getFirst()) {
      case "cholesky" -> List.of(Linalg.cholesky(a));
      case "triangularSolve" -> List.of(Linalg.triangularSolve(a, x.get(1), triangle(words)));
      case "solve" -> List.of(Linalg.solve(a, x.get(1)));
      case "inverse" -> List.of(Linalg.inverse(a));
      case "lstsq" -> List.of(Linalg.lstsq(a, x.get(1)));
      case "pinv" -> List.of(Linalg.pinv(a));
      case "det" -> List.of(Linalg.det(a));
      case "cofactors" -> List.of(Linalg.cofactors(a));
      case "slogDet" -> {
        Linalg.SignLogDet y = Linalg.slogDet(a);
        yield List.of(y.sign(), y.logAbs());
      }
      case "lu" -> {
        Factors.Lu y = Linalg.lu(a);
        yield List.of(y.permutation(), y.lower(), y.upper());
      }
      case "qr" -> {
        Factors.Qr y = Linalg.qr(a);
        yield List.of(y.q(), y.r());
      }
      case "eigh" -> {
        Factors.Eigh y = Linalg.eigh(a);
        yield List.of(y.values(), y.vectors());
      }
      case "svd" -> {
        Factors.Svd y = Linalg.svd(a);
        yield List.of(y.u(), y.s(), y.vt());
      }
      case "matrixExp" -> List.of(Linalg.matrixExp(a));
      case "spectralNorm" -> List.of(Linalg.spectralNorm(a));
      case "nuclearNorm" -> List.of(Linalg.nuclearNorm(a));
      case "cond" -> List.of(Linalg.cond(a));
      default -> throw new AssertionError(key);
    };
  }

  private static Triangle triangle(List<String> words) {
    Triangle triangle = words.get(1).equals("lower") ? Triangle.LOWER : Triangle.UPPER;
    triangle = words.get(2).equals("transposed") ? triangle.transposed() : triangle;
    return words.get(3).equals("unit") ? triangle.unitDiagonal() : triangle;
  }
}
