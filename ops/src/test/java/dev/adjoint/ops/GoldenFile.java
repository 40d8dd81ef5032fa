// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Reads what {@code src/test/python/golden.py} writes, which tells the format. */
final class GoldenFile {
  /**
   * What a function must give.
   *
   * @param line the number of the line
   * @param key names the function
   * @param inputs what it is given
   * @param outputs what it must give
   */
  record Case(int line, String key, ImmutableList<Tensor> inputs, ImmutableList<Tensor> outputs) {
    @Override
    public String toString() {
      return key + " " + inputs.stream().map(Tensor::type).toList() + " (line " + line + ")";
    }
  }

  private static final Splitter LIST = Splitter.on(" ; ");

  private final Map<String, Tensor> names = new HashMap<>();
  private final ImmutableList.Builder<Case> cases = ImmutableList.builder();

  private GoldenFile() {}

  /** Returns the cases of a resource beside this class. */
  static ImmutableList<Case> read(String resource) {
    GoldenFile file = new GoldenFile();
    int line = 0;
    for (String text : Splitter.on('\n').split(load(resource))) {
      line++;
      if (!text.isEmpty() && !text.startsWith("#")) {
        file.line(line, text);
      }
    }
    return file.cases.build();
  }

  private static String load(String resource) {
    try (InputStream in = GoldenFile.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void line(int line, String text) {
    int arrow = text.indexOf(" -> ");
    if (arrow < 0) {
      int equals = text.indexOf(" = ");
      names.put(text.substring(0, equals), tensor(text.substring(equals + 3)));
      return;
    }
    int colon = text.indexOf(": ");
    cases.add(
        new Case(
            line,
            text.substring(0, colon),
            tensors(text.substring(colon + 2, arrow)),
            tensors(text.substring(arrow + 4))));
  }

  private ImmutableList<Tensor> tensors(String list) {
    return LIST.splitToStream(list).map(this::tensor).collect(ImmutableList.toImmutableList());
  }

  private Tensor tensor(String text) {
    int open = text.indexOf('[');
    if (open < 0) {
      return Objects.requireNonNull(names.get(text), text);
    }
    int close = text.indexOf(']');
    DType dtype = DType.valueOf(text.substring(0, open).toUpperCase(Locale.ROOT));
    Splitter words = Splitter.on(' ').omitEmptyStrings();
    int[] dims =
        Splitter.on(", ")
            .omitEmptyStrings()
            .splitToStream(text.substring(open + 1, close))
            .mapToInt(Integer::parseInt)
            .toArray();
    List<String> elements = words.splitToList(text.substring(close + 1));
    Buffer buffer = Buffer.allocate(dtype, elements.size());
    for (int i = 0; i < elements.size(); i++) {
      set(buffer, i, elements.get(i));
    }
    return Tensor.over(Shape.of(dims), buffer);
  }

  private static void set(Buffer buffer, int index, String element) {
    switch (buffer.dtype()) {
      case F32 -> buffer.f32()[index] = Float.parseFloat(element);
      case F64 -> buffer.f64()[index] = Double.parseDouble(element);
      case I32 -> buffer.i32()[index] = Integer.parseInt(element);
      case I64 -> buffer.i64()[index] = Long.parseLong(element);
      case BOOL -> buffer.bool()[index] = Boolean.parseBoolean(element);
    }
  }
}
