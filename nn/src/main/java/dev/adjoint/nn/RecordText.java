// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import dev.adjoint.ops.VariableExpr;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Writes a record with the types of its variables in place of their values. */
final class RecordText {
  private RecordText() {}

  /**
   * Returns a text such as {@code Dense(weight=f32[2, 4], bias=f32[4])} or {@code Dropout(0.2)}.
   */
  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case VariableExpr variable -> variable.type().toString();
      case Record container -> ofRecord(container);
      case List<?> list ->
          list.stream().map(RecordText::of).collect(Collectors.joining(", ", "[", "]"));
      case Optional<?> optional -> optional.map(RecordText::of).orElse("none");
      case Layer layer when !RecordWalk.isLambda(layer) -> layer.getClass().getSimpleName();
      default -> RecordWalk.isLambda(value) ? "λ" : value.toString();
    };
  }

  private static String ofRecord(Object container) {
    List<String> names = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (RecordComponent component : container.getClass().getRecordComponents()) {
      Object value = RecordWalk.read(component.getName(), container, component);
      // A function says nothing; the record beside it has a name for it.
      if (!(value != null && RecordWalk.isLambda(value) && !(value instanceof Layer))) {
        names.add(component.getName() + "=");
        texts.add(of(value));
      }
    }
    String name = container.getClass().getSimpleName();
    return IntStream.range(0, texts.size())
        .mapToObj(i -> (texts.size() == 1 ? "" : names.get(i)) + texts.get(i))
        .collect(Collectors.joining(", ", name + "(", ")"));
  }
}
