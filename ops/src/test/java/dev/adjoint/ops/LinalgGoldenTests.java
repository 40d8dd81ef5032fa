// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Splitter;
import dev.adjoint.graph.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Values of {@link Linalg} against NumPy's, of inputs such that no sum of products is rounded. */
class LinalgGoldenTests {
  @TestFactory
  Stream<DynamicTest> valuesMatch() {
    return GoldenFile.read("linalg.txt").stream()
        .map(c ->
            DynamicTest.dynamicTest(
                c.toString(),
                () -> {
                  Tensor expected = c.outputs().getFirst();
                  for (var y : Evaluation.both(c.inputs(), x -> List.of(apply(c.key(), x)))) {
                    Bound.EXACT.check(y.getFirst(), expected, expected);
                  }
                }));
  }

  private static Expr apply(String key, List<Expr> x) {
    List<String> words = Splitter.on(' ').splitToList(key);
    Expr a = x.getFirst();
    return switch (words.getFirst()) {
      case "trace" -> Linalg.trace(a);
      case "dot" -> Linalg.dot(a, x.get(1));
      case "outer" -> Linalg.outer(a, x.get(1));
      case "kron" -> Linalg.kron(a, x.get(1));
      case "matrixPower" -> Linalg.matrixPower(a, Integer.parseInt(words.get(1)));
      case "tensorDot" ->
          words.size() == 2
              ? Linalg.tensorDot(a, x.get(1), Integer.parseInt(words.get(1)))
              : Linalg.tensorDot(a, axes(words.get(1)), x.get(1), axes(words.get(2)));
      case "einsum" -> Linalg.einsum(words.get(1), x);
      case "frobeniusNorm" -> Linalg.frobeniusNorm(a);
      case "oneNorm" -> Linalg.oneNorm(a);
      case "infinityNorm" -> Linalg.infinityNorm(a);
      case "cdist" -> Linalg.cdist(a, x.get(1));
      default -> throw new AssertionError(key);
    };
  }

  private static int[] axes(String numbers) {
    return Splitter.on(',').splitToStream(numbers).mapToInt(Integer::parseInt).toArray();
  }
}
