// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.collect.Streams;
import com.google.common.math.IntMath;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * That every public method that takes whole numbers answers extreme ones with a result or with a
 * refusal in words. The methods are found by reflection, so none is forgotten; {@link
 * GeometryTests} holds the shapes and messages of single calls.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SurfaceGeometryTests {
  private static final int MAX = Integer.MAX_VALUE;
  private static final ImmutableList<Integer> EXTREME =
      ImmutableList.of(0, 1, -1, MAX, Integer.MIN_VALUE, 65536, 2);

  /** Where more numbers than this are taken together, only some combinations are tried. */
  private static final int COMBINATIONS = 400;

  /** Expressions that are handed over, in turn, for all that a method takes. */
  private static final ImmutableList<Expr> OPERANDS =
      ImmutableList.of(
          Expr.input("row", 7),
          Expr.input("matrix", 3, 4),
          Expr.input("line", 3, 3, 3),
          Expr.input("image", 2, 2, 4, 4),
          Expr.input("huge", MAX),
          Expr.input("scalar"));

  private static final ImmutableList<Class<?>> SURFACE =
      ImmutableList.of(
          Expr.class,
          Activations.class,
          Convolutions.class,
          Losses.class,
          MarginLosses.class,
          Pooling.class,
          RandomKey.class,
          WindowOptions.class,
          Segments.class,
          Sorting.class,
          Special.class,
          Shape.class);

  private static Stream<Method> methods() {
    return SURFACE.stream()
        .flatMap(owner ->
            Arrays.stream(owner.getMethods())
                .filter(m -> m.getDeclaringClass().getName().startsWith("dev.adjoint"))
                .filter(m -> m.getDeclaringClass() == owner || owner == Expr.class)
                .filter(m -> !m.isBridge() && !m.isSynthetic())
                .filter(m -> Arrays.stream(m.getParameterTypes()).anyMatch(t -> numbers(t)))
                .filter(m -> Arrays.stream(m.getParameterTypes()).allMatch(t -> known(t))));
  }

  /** Whether whole numbers can be put into a type. */
  private static boolean numbers(Class<?> type) {
    return type == int.class
        || type == long.class
        || type == int[].class
        || type == Shape.class
        || type == WindowOptions.class;
  }

  private static boolean known(Class<?> type) {
    return numbers(type)
        || type == boolean.class
        || type == double.class
        || type == float.class
        || type == String.class
        || type == DType.class
        || type == Expr.class
        || type == Expr[].class
        || type == Object.class
        || type == PadMode.class
        || type == QuantileMethod.class
        || type == Tensor.class
        || type == RandomKey.class;
  }

  @Test
  void theSurfaceIsFound() {
    assertThat(methods().map(Method::getName))
        .hasSizeGreaterThan(60)
        .contains("pad", "slice", "reshape", "conv2d", "maxPool2d", "argMax", "oneHot", "stride");
  }

  @TestFactory
  Stream<DynamicTest> everyMethodAnswersExtremeNumbersOrRefusesThemInWords() {
    return methods()
        .map(m ->
            DynamicTest.dynamicTest(
                m.getDeclaringClass().getSimpleName() + "." + m.toGenericString(),
                () -> {
                  for (Expr operand : operands(m)) {
                    callWithAll(m, operand);
                  }
                }));
  }

  private static List<Expr> operands(Method m) {
    boolean takes =
        Streams.concat(Stream.of(m.getDeclaringClass()), Arrays.stream(m.getParameterTypes()))
            .anyMatch(t -> t.isAssignableFrom(Expr.class) || t == Expr[].class);
    return takes ? OPERANDS : OPERANDS.subList(0, 1);
  }

  private static void callWithAll(Method m, Expr operand) {
    List<List<Supplier<Object>>> choices =
        Arrays.stream(m.getParameterTypes()).map(t -> choices(t, operand)).toList();
    List<List<Supplier<Object>>> all = Lists.cartesianProduct(choices);
    // A step without a common factor with the count of choices meets each value of each parameter.
    int step = Math.max(1, all.size() / COMBINATIONS);
    while (IntMath.gcd(step, all.size()) > 1) {
      step++;
    }
    for (int i = 0; i < all.size(); i += step) {
      call(m, operand, all.get(i));
    }
  }

  private static List<Supplier<Object>> choices(Class<?> type, Expr operand) {
    if (type == int.class) {
      return EXTREME.stream().<Supplier<Object>>map(e -> () -> e).toList();
    } else if (type == long.class) {
      return Stream.of(0L, -1L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE)
          .<Supplier<Object>>map(e -> () -> e)
          .toList();
    } else if (type == int[].class) {
      return Stream.concat(
              Stream.<Supplier<Object>>of(() -> new int[0], () -> new int[] {MAX, 2, MAX}),
              EXTREME.stream()
                  .flatMap(e ->
                      Stream.<Supplier<Object>>of(() -> new int[] {e}, () -> new int[] {e, e})))
          .toList();
    } else if (type == Shape.class) {
      return List.of(
          () -> Shape.of(), () -> Shape.of(0), () -> Shape.of(MAX), () -> Shape.of(MAX, 0, 9));
    } else if (type == WindowOptions.class) {
      return EXTREME.stream()
          .flatMap(e ->
              Stream.<Supplier<Object>>of(
                  () -> WindowOptions.over(1).stride(e),
                  () -> WindowOptions.over(2).padding(e),
                  () -> WindowOptions.over(1).dilation(e)))
          .toList();
    }
    return List.of(() -> other(type, operand));
  }

  private static Object other(Class<?> type, Expr operand) {
    if (type == Expr[].class) {
      return new Expr[] {operand, operand};
    } else if (type == boolean.class) {
      return true;
    } else if (type == double.class) {
      return 0.5;
    } else if (type == float.class) {
      return 0.5f;
    } else if (type == String.class) {
      return "name";
    } else if (type == DType.class) {
      return DType.F32;
    } else if (type == QuantileMethod.class) {
      return QuantileMethod.LINEAR;
    } else if (type == PadMode.class) {
      return PadMode.REFLECT;
    } else if (type == Tensor.class) {
      return Tensor.of(1f, 2, 3);
    } else if (type == RandomKey.class) {
      return RandomKey.of(1);
    }
    return operand;
  }

  private static void call(Method m, Expr operand, List<Supplier<Object>> suppliers) {
    Object[] given = new Object[suppliers.size()];
    String what = "";
    try {
      for (int i = 0; i < given.length; i++) {
        given[i] = suppliers.get(i).get();
      }
      what = shown(given) + " on " + operand.type();
      m.invoke(Modifier.isStatic(m.getModifiers()) ? null : receiver(m, operand), given);
    } catch (IllegalArgumentException e) {
      refusedInWords(what, e);
    } catch (InvocationTargetException e) {
      refusedInWords(what, e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Object receiver(Method m, Expr operand) {
    Class<?> owner = m.getDeclaringClass();
    if (owner.isInstance(operand)) {
      return operand;
    } else if (owner == WindowOptions.class) {
      return WindowOptions.over(2);
    } else if (owner == Shape.class) {
      return Shape.of(3, 4);
    } else if (owner == RandomKey.class) {
      return RandomKey.of(1);
    }
    throw new AssertionError("no receiver for " + m);
  }

  private static void refusedInWords(String what, Throwable thrown) {
    if (!(thrown instanceof IllegalArgumentException)) {
      fail(what + " ended in " + thrown, thrown);
    }
    assertThat(thrown.getMessage()).as(what).isNotNull().hasSizeGreaterThan(15);
  }

  private static String shown(Object[] given) {
    return Arrays.stream(given)
        .map(g -> g instanceof int[] numbers ? Arrays.toString(numbers) : array(g))
        .toList()
        .toString();
  }

  private static String array(Object g) {
    return g.getClass().isArray() ? Array.getLength(g) + " operands" : String.valueOf(g);
  }
}
