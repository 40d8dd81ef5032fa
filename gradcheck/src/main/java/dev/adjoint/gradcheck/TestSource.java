// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes a failing check as a test in Java. */
final class TestSource {
  private static final int MOST_NUMBERS = 1000;

  private TestSource() {}

  /**
   * Returns a test that fails as a check does. It is in the package of the op, which may not be
   * public. Where the check is not of an op, or the op cannot be written, the test says what to put
   * in its place.
   */
  static String of(Optional<Op> op, List<Tensor> point, Settings settings) {
    String arguments =
        point.stream().map(TestSource::literal).collect(Collectors.joining(",\n            "));
    Optional<String> made = op.flatMap(TestSource::made);
    String check =
        made.map(o -> "GradCheck.of(\n            " + o + ",\n            " + arguments + ")")
            .orElse(
                "GradCheck.of(\n            List.of(\n            "
                    + arguments
                    + "),\n            xs -> {\n"
                    + "              throw new IllegalStateException(\"put the function here\");\n"
                    + "            })");
    String home =
        op.filter(_ -> made.isPresent())
            .map(o -> "package " + o.getClass().getPackageName() + ";\n\n")
            .orElse("");
    String order = settings.order() == Settings.CHEAP ? "" : ".order(" + settings.order() + ")";
    return """
    %simport dev.adjoint.gradcheck.GradCheck;
    import dev.adjoint.graph.DType;
    import dev.adjoint.graph.Shape;
    import dev.adjoint.graph.Tensor;
    import java.util.List;
    import org.junit.jupiter.api.Test;

    class SmallestCaseTests {
      @Test
      void theGradientIsRight() {
        %s
            %s.seed(%sL)
            .assertCorrect();
      }
    }
    """
        .formatted(home, check, order, settings.seed());
  }

  private static String literal(Tensor t) {
    StringJoiner numbers = new StringJoiner(", ", ", ", "").setEmptyValue("");
    double[] values = t.toDoubleArray();
    for (int i = 0; i < Math.min(values.length, MOST_NUMBERS); i++) {
      numbers.add(number(values[i]));
    }
    return "Tensor.of(DType.%s, %s%s)".formatted(t.dtype().name(), shape(t.shape()), numbers);
  }

  private static String number(double x) {
    return Double.isNaN(x)
        ? "Double.NaN"
        : Double.isInfinite(x)
            ? x > 0 ? "Double.POSITIVE_INFINITY" : "Double.NEGATIVE_INFINITY"
            : Double.toString(x);
  }

  private static String shape(Shape shape) {
    return "Shape.of(%s)"
        .formatted(
            IntStream.range(0, shape.rank())
                .mapToObj(i -> Integer.toString(shape.dim(i)))
                .collect(Collectors.joining(", ")));
  }

  /** Returns an expression that makes an op; empty if a component cannot be written. */
  private static Optional<String> made(Op op) {
    Class<?> type = op.getClass();
    if (type.getCanonicalName() == null || !type.isRecord()) {
      return Optional.empty();
    }
    StringJoiner components = new StringJoiner(", ");
    for (RecordComponent component : type.getRecordComponents()) {
      Optional<String> written = read(op, component).flatMap(TestSource::written);
      if (written.isEmpty()) {
        return Optional.empty();
      }
      components.add(written.get());
    }
    return Optional.of("new " + type.getCanonicalName() + "(" + components + ")");
  }

  private static Optional<Object> read(Op op, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return Optional.ofNullable(component.getAccessor().invoke(op));
    } catch (ReflectiveOperationException | RuntimeException _) { // a module that is not open
      return Optional.empty();
    }
  }

  private static Optional<String> written(Object value) {
    return switch (value) {
      case Integer _, Boolean _ -> Optional.of(value.toString());
      case Long number -> Optional.of(number + "L");
      case Float number when Float.isFinite(number) -> Optional.of(number + "f");
      case Double number -> Optional.of(number(number));
      case DType dtype -> Optional.of("DType." + dtype.name());
      case Enum<?> constant ->
          Optional.of(constant.getDeclaringClass().getCanonicalName() + "." + constant.name());
      case Shape shape -> Optional.of(shape(shape));
      case Tensor tensor when tensor.size() <= MOST_NUMBERS -> Optional.of(literal(tensor));
      case ImmutableIntArray ints ->
          Optional.of(
              ImmutableIntArray.class.getName()
                  + ".of("
                  + ints.asList().stream().map(String::valueOf).collect(Collectors.joining(", "))
                  + ")");
      default -> Optional.empty();
    };
  }
}
