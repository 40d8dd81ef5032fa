// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.base.Splitter;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Gradients against those of PyTorch and JAX, see {@code src/test/python/autodiff_golden.py}. */
class GoldenTests {
  /** A function of named arguments. */
  private interface Loss extends Function<Map<String, Expr>, Expr> {}

  private static final Map<String, Loss> LOSSES =
      Map.of(
          "network", GoldenTests::network,
          "softmax", p -> p.get("x").softmax(1).square().mul(p.get("c")).sum(),
          "matmul", p -> p.get("a").matmul(p.get("b")).pow(3).sum(),
          "gather", GoldenTests::gather,
          "broadcast", p -> p.get("a").mul(p.get("b")).add(p.get("s")).exp().mean());

  private static Expr network(Map<String, Expr> p) {
    Expr hidden = p.get("x").matmul(p.get("w1")).add(p.get("b1")).tanh();
    Expr labels = Expr.constant(Tensor.of(0, 2, 1, 1));
    return hidden
        .matmul(p.get("w2"))
        .logSoftmax(1)
        .takeAlongAxis(1, labels.expandDims(1))
        .mean()
        .neg();
  }

  private static Expr gather(Map<String, Expr> p) {
    Expr rows = Expr.constant(Tensor.of(3, 0, 3, 1, 3));
    return p.get("table").gather(0, rows).sin().mul(p.get("c")).sum();
  }

  @TestFactory
  Stream<DynamicTest> valuesAndGradientsAreThoseOfPyTorchAndJax() throws IOException {
    Map<String, Map<String, Tensor>> cases = read();
    assertThat(cases.keySet()).isEqualTo(LOSSES.keySet());
    return cases.entrySet().stream()
        .map(c -> dynamicTest(c.getKey(), () -> check(LOSSES.get(c.getKey()), c.getValue())));
  }

  private static void check(Loss loss, Map<String, Tensor> golden) {
    Map<String, Expr> arguments = new LinkedHashMap<>();
    List<Tensor> point = new ArrayList<>();
    golden.keySet().stream()
        .takeWhile(name -> !name.equals("y"))
        .forEach(name -> {
          arguments.put(name, Expr.input(name, golden.get(name).type()));
          point.add(golden.get(name));
        });
    List<String> names = List.copyOf(arguments.keySet());
    List<Expr> xs = List.copyOf(arguments.values());
    Map<String, Expr> results = new LinkedHashMap<>();
    ValueAndGrad both = Autodiff.valueAndGrad(loss.apply(arguments), xs);
    results.put("y", both.value());
    for (int i = 0; i < names.size(); i++) {
      Expr first = both.gradients().get(i);
      results.put("d/" + names.get(i), first);
      Tensor v = golden.get("v." + names.get(i));
      if (v != null) {
        List<Expr> second = Autodiff.grad(first.mul(Expr.constant(v)).sum(), xs);
        for (int j = 0; j < names.size(); j++) {
          results.put("d/" + names.get(i) + ".v/" + names.get(j), second.get(j));
        }
      }
    }
    List<Tensor> values = Program.compile(xs, List.copyOf(results.values())).run(point);
    List<String> keys = List.copyOf(results.keySet());
    for (int i = 0; i < keys.size(); i++) {
      assertClose(keys.get(i), values.get(i), golden.get(keys.get(i)));
    }
    assertThat(golden).hasSize(keys.size() + point.size() + secondOrders(golden));
  }

  private static int secondOrders(Map<String, Tensor> golden) {
    return (int) golden.keySet().stream().filter(name -> name.startsWith("v.")).count();
  }

  private static void assertClose(String name, Tensor actual, Tensor expected) {
    assertThat(actual.type()).as(name).isEqualTo(expected.type());
    double[] want = expected.toDoubleArray();
    double[] got = actual.toDoubleArray();
    double largest = 0;
    for (double w : want) {
      largest = Math.max(largest, Math.abs(w));
    }
    for (int i = 0; i < want.length; i++) {
      assertThat(got[i])
          .as("%s, element %d", name, i)
          .isCloseTo(want[i], offset(1e-14 + 1e-13 * largest));
    }
  }

  private static Map<String, Map<String, Tensor>> read() throws IOException {
    Map<String, Map<String, Tensor>> cases = new LinkedHashMap<>();
    String text;
    try (InputStream in = GoldenTests.class.getResourceAsStream("golden.txt")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
    for (String line : Splitter.on('\n').omitEmptyStrings().split(text)) {
      if (!line.startsWith("#")) {
        List<String> words = Splitter.on(' ').splitToList(line);
        cases
            .computeIfAbsent(words.get(0), _ -> new LinkedHashMap<>())
            .put(words.get(1), tensor(words.get(2), words.subList(3, words.size())));
      }
    }
    return cases;
  }

  private static Tensor tensor(String extents, List<String> elements) {
    int[] dims =
        Splitter.on(',')
            .omitEmptyStrings()
            .splitToStream(extents.substring(1, extents.length() - 1))
            .mapToInt(Integer::parseInt)
            .toArray();
    double[] values = elements.stream().mapToDouble(Double::parseDouble).toArray();
    return Tensor.of(DType.F64, Shape.of(dims), values);
  }
}
