// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.google.common.base.Splitter;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Tests that functions have the values and derivatives of a golden file, which {@code
 * src/test/python/vjp_golden.py} writes and describes: interpreted and compiled, in F64, and in F32
 * of rounded inputs.
 */
final class VjpGolden {
  /** A function with its options. */
  interface Function {
    /**
     * Returns what the function gives.
     *
     * @param name the first word of the key
     * @param numbers the others
     */
    Expr apply(String name, double[] numbers, List<Expr> x);
  }

  private record Case(String key, List<Tensor> inputs, Tensor dy, List<Tensor> outputs) {}

  private static final Splitter LIST = Splitter.on(" ; ");

  private VjpGolden() {}

  /**
   * Returns the tests of a file.
   *
   * @param resource its name
   * @param slack how far figures may lie apart, in units of the last place of the largest
   */
  static Stream<DynamicTest> tests(String resource, double slack, Function function) {
    return read(resource).stream()
        .flatMap(c ->
            Stream.of(DType.F64, DType.F32)
                .map(dtype ->
                    dynamicTest(c.key + " " + dtype, () -> check(c, dtype, slack, function))));
  }

  private static void check(Case c, DType dtype, double slack, Function function) {
    List<Expr> inputs = new ArrayList<>();
    Map<Expr, Tensor> values = new HashMap<>();
    for (Tensor given : c.inputs) {
      Tensor value = cast(given, dtype);
      inputs.add(Expr.input("x" + inputs.size(), value.type()));
      values.put(inputs.getLast(), value);
    }
    List<String> words = Splitter.on(' ').splitToList(c.key);
    double[] numbers = words.stream().skip(1).mapToDouble(Double::parseDouble).toArray();
    Expr y = function.apply(words.getFirst(), numbers, inputs);
    Expr dy = Expr.constant(cast(c.dy, dtype));
    List<Expr> by = inputs.stream().filter(x -> x.dtype().isFloating()).toList();
    List<Expr> outputs = new ArrayList<>(List.of(y));
    outputs.addAll(Autodiff.vjp(List.of(y), by, List.of(dy)));
    List<Tensor> given = inputs.stream().map(values::get).toList();
    assertClose(c, Interpreter.evaluate(outputs, values), dtype, slack);
    assertClose(c, Program.compile(inputs, outputs).run(given), dtype, slack);
  }

  private static void assertClose(Case c, List<Tensor> actual, DType dtype, double slack) {
    assertThat(actual).hasSameSizeAs(c.outputs);
    for (int i = 0; i < actual.size(); i++) {
      Tensor expected = c.outputs.get(i);
      String name = i == 0 ? "y" : "derivative " + (i - 1);
      assertThat(actual.get(i).shape()).as(name).isEqualTo(expected.shape());
      double[] want = expected.toDoubleArray();
      double[] got = actual.get(i).toDoubleArray();
      double largest =
          IntStream.range(0, want.length)
              .mapToDouble(k -> Double.isFinite(want[k]) ? Math.abs(want[k]) : 0)
              .reduce(1, Math::max);
      double unit = dtype == DType.F32 ? 0x1p-23 : 0x1p-52;
      for (int k = 0; k < want.length; k++) {
        if (Double.isFinite(want[k])) {
          assertThat(got[k])
              .as("%s, element %d", name, k)
              .isCloseTo(want[k], offset(slack * unit * largest));
        } else {
          assertThat(got[k]).as("%s, element %d", name, k).isEqualTo(want[k]);
        }
      }
    }
  }

  private static Tensor cast(Tensor x, DType dtype) {
    return x.dtype().isFloating() ? x.cast(dtype) : x;
  }

  private static List<Case> read(String resource) {
    List<Case> cases = new ArrayList<>();
    for (String line : Splitter.on('\n').omitEmptyStrings().split(load(resource))) {
      if (!line.startsWith("#")) {
        int colon = line.indexOf(": ");
        int arrow = line.indexOf(" -> ");
        List<Tensor> given = tensors(line.substring(colon + 2, arrow));
        cases.add(
            new Case(
                line.substring(0, colon),
                given.subList(0, given.size() - 1),
                given.getLast(),
                tensors(line.substring(arrow + 4))));
      }
    }
    return cases;
  }

  private static String load(String resource) {
    try (InputStream in = VjpGolden.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Tensor> tensors(String list) {
    return LIST.splitToStream(list).map(VjpGolden::tensor).toList();
  }

  private static Tensor tensor(String text) {
    int open = text.indexOf('[');
    int close = text.indexOf(']');
    DType dtype = DType.valueOf(text.substring(0, open).toUpperCase(Locale.ROOT));
    int[] dims =
        Splitter.on(',')
            .omitEmptyStrings()
            .splitToStream(text.substring(open + 1, close))
            .mapToInt(Integer::parseInt)
            .toArray();
    List<String> elements =
        Splitter.on(' ').omitEmptyStrings().splitToList(text.substring(close + 1));
    Buffer buffer = Buffer.allocate(dtype, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      String element = elements.get(i);
      if (dtype.isFloating()) {
        buffer.setDouble(i, Double.parseDouble(element));
      } else {
        buffer.setLong(
            i, dtype == DType.BOOL ? (element.equals("true") ? 1 : 0) : Long.parseLong(element));
      }
    }
    return Tensor.over(Shape.of(dims), buffer);
  }
}
