// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** That each function of expressions has one place: a group of methods, or the class of a field. */
class OnePlaceTests {
  private static final List<Class<?>> GROUPS = List.of(Expr.class.getInterfaces());

  private static final List<Class<?>> FIELDS =
      List.of(
          Activations.class,
          Attention.class,
          Convolutions.class,
          Images.class,
          Losses.class,
          LossTerms.class,
          MarginLosses.class,
          Pooling.class,
          Segments.class,
          Sorting.class,
          Special.class);

  private static Stream<Method> published(Class<?> type) {
    return Stream.of(type.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic());
  }

  @Test
  void aNameIsInOneGroupOrOneField() {
    Map<String, Set<Class<?>>> places = new HashMap<>();
    Stream.concat(GROUPS.stream(), FIELDS.stream())
        .forEach(type ->
            published(type)
                .forEach(method ->
                    places.computeIfAbsent(method.getName(), _ -> new HashSet<>()).add(type)));
    assertThat(places).containsKeys("add", "softmax", "matmul", "gelu", "conv2d", "maxPool");
    assertThat(places.values()).allSatisfy(types -> assertThat(types).hasSize(1));
  }

  @Test
  void groupsArePermittedToExpressionsAloneAndReturnThem() {
    assertThat(GROUPS).hasSize(9);
    for (Class<?> group : GROUPS) {
      assertThat(group.getPermittedSubclasses()).containsExactly(Expr.class);
      assertThat(published(group))
          .isNotEmpty()
          .allSatisfy(method ->
              assertThat(method.getReturnType()).as("%s", method).isIn(Expr.class, List.class));
    }
  }

  @Test
  void functionsOfAFieldTakeWhatTheyWorkOnFirst() {
    for (Class<?> field : FIELDS) {
      assertThat(Modifier.isFinal(field.getModifiers())).as("%s", field).isTrue();
      assertThat(published(field))
          .isNotEmpty()
          .allSatisfy(method -> {
            assertThat(Modifier.isStatic(method.getModifiers())).as("%s", method).isTrue();
            assertThat(method.getParameterTypes()[0]).as("%s", method).isEqualTo(Expr.class);
          });
    }
  }
}
