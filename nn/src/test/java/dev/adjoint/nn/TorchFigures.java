// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import static com.google.common.base.Preconditions.checkArgument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What PyTorch computes, written by {@code src/test/python/golden.py}, and of some layers what
 * Keras does, written by {@code layers.py} beside it.
 */
public final class TorchFigures {
  private static final Splitter WORDS = Splitter.on(' ');
  private static final Splitter EXTENTS = Splitter.on(',').omitEmptyStrings();

  private final Map<String, Tensor> tensors = new HashMap<>();

  private TorchFigures() {}

  /** Returns the figures of the given dtype; integers belong to both. */
  public static TorchFigures of(DType dtype) {
    return read("/golden/pytorch.txt", dtype);
  }

  /** Returns the figures of the layers of Keras in a dtype. */
  public static TorchFigures ofKeras(DType dtype) {
    return read("/golden/layers.txt", dtype);
  }

  private static TorchFigures read(String resource, DType dtype) {
    TorchFigures golden = new TorchFigures();
    try (InputStream in = TorchFigures.class.getResourceAsStream(resource)) {
      checkArgument(in != null, "no golden file");
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        List<String> words = WORDS.splitToList(line);
        DType type = DType.valueOf(words.get(1).toUpperCase(Locale.ROOT));
        if (type == dtype || type.isInteger()) {
          golden.tensors.put(words.getFirst(), tensor(type, words));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return golden;
  }

  private static Tensor tensor(DType dtype, List<String> words) {
    String extents = words.get(2).substring(1, words.get(2).length() - 1);
    int[] dims = EXTENTS.splitToStream(extents).mapToInt(Integer::parseInt).toArray();
    double[] values =
        words.subList(3, words.size()).stream().mapToDouble(Double::parseDouble).toArray();
    return Tensor.of(dtype, Shape.of(dims), values);
  }

  /** Returns a tensor. */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    checkArgument(tensor != null, "no golden %s", name);
    return tensor;
  }

  /** Returns the values of expressions that need no inputs. */
  public static List<Tensor> run(Expr... outputs) {
    return Program.compile(ImmutableList.of(), ImmutableList.copyOf(outputs)).run();
  }

  /** Checks that each element is within {@code tolerance}, absolute below 1 and relative above. */
  public static void assertClose(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.type()).isEqualTo(expected.type());
    double[] a = actual.toDoubleArray();
    double[] e = expected.toDoubleArray();
    for (int i = 0; i < a.length; i++) {
      assertThat(a[i])
          .as("element %s", i)
          .isCloseTo(e[i], within(tolerance * Math.max(1, Math.abs(e[i]))));
    }
  }
}
