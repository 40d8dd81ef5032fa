// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.VariableExpr;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the variables in the components of a record, of the records among these, and so on. It
 * looks into records, lists, maps and optional values; anything else holds no variables as far as
 * it knows. What it could only guess at it refuses: arrays and sets, and layers that are no
 * records.
 */
final class RecordWalk {
  /** Receives the findings of the walk. */
  interface Visitor {
    /** Takes a variable; {@code frozen} says whether a {@link Frozen} layer holds it. */
    void visit(String path, VariableExpr variable, boolean frozen);
  }

  private final Visitor visitor;

  /** The objects that the walk is in, to notice one that contains itself. */
  private final Set<Object> within = Collections.newSetFromMap(new IdentityHashMap<>());

  private RecordWalk(Visitor visitor) {
    this.visitor = visitor;
  }

  /**
   * Visits the variables of a record in the order of its components.
   *
   * @param root a record, or a lambda, which has none
   * @throws IllegalArgumentException if it is neither, or a component cannot be read
   */
  static void walk(Object root, Visitor visitor) {
    Preconditions.checkArgument(
        root instanceof Record || isLambda(root),
        "parameters: %s is no record, so its parameters cannot be found; declare it as a record",
        root.getClass().getSimpleName());
    new RecordWalk(visitor).walk("", root, false);
  }

  private void walk(String path, @Nullable Object value, boolean frozen) {
    switch (value) {
      case null -> throw refused(path, "is null; declare it as Optional if it may be missing");
      case VariableExpr variable -> visitor.visit(path, variable, frozen);
      case Optional<?> optional -> optional.ifPresent(inner -> walk(path, inner, frozen));
      case Frozen(Layer layer) -> walk(path, layer, true);
      case PartlyFrozen(Layer layer, Predicate<String> paths) ->
          walkPartlyFrozen(path, layer, paths, frozen);
      case Record _, List<?> _, Map<?, ?> _ -> walkInto(path, value, frozen);
      case Object[] array -> refuseVariables(path, List.of(array), "an array", frozen);
      case Collection<?> set -> refuseVariables(path, set, "a collection without order", frozen);
      case Layer layer when !isLambda(layer) ->
          throw refused(
              path,
              "is a layer of the class "
                  + layer.getClass().getSimpleName()
                  + ", which is no record; declare it as a record");
      default -> {}
    }
  }

  private void walkPartlyFrozen(String path, Layer layer, Predicate<String> paths, boolean frozen) {
    int start = path.isEmpty() ? 0 : path.length() + 1;
    RecordWalk inner =
        new RecordWalk((at, variable, alreadyFrozen) ->
            visitor.visit(at, variable, alreadyFrozen || paths.test(at.substring(start))));
    inner.within.addAll(within);
    inner.walk(path, layer, frozen);
  }

  private void walkInto(String path, Object container, boolean frozen) {
    if (!within.add(container)) {
      throw refused(path, "contains itself");
    }
    switch (container) {
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          walk(join(path, Integer.toString(i)), list.get(i), frozen);
        }
      }
      // By key: the order of a map need not be the same in the next run of the program.
      case Map<?, ?> map ->
          map.entrySet().stream()
              .sorted(Comparator.comparing(entry -> String.valueOf(entry.getKey())))
              .forEach(e -> walk(join(path, String.valueOf(e.getKey())), e.getValue(), frozen));
      default -> {
        for (RecordComponent component : container.getClass().getRecordComponents()) {
          walkComponent(join(path, component.getName()), container, component, frozen);
        }
      }
    }
    within.remove(container);
  }

  /** Walks a component; a number or a text of a user's own may be null, it is not looked into. */
  private void walkComponent(
      String path, Object container, RecordComponent component, boolean frozen) {
    Class<?> type = component.getType();
    if (!type.isPrimitive()) {
      Object value = read(path, container, component);
      if (value != null || mayHoldVariables(type)) {
        walk(path, value, frozen);
      }
    }
  }

  private static boolean mayHoldVariables(Class<?> type) {
    return VariableExpr.class.isAssignableFrom(type)
        || Layer.class.isAssignableFrom(type)
        || Record.class.isAssignableFrom(type)
        || Collection.class.isAssignableFrom(type)
        || Map.class.isAssignableFrom(type)
        || Optional.class.isAssignableFrom(type);
  }

  /** Returns a component of a record, which may be private to the program of a user. */
  static @Nullable Object read(String path, Object container, RecordComponent component) {
    Method accessor = component.getAccessor();
    try {
      accessor.setAccessible(true);
      return accessor.invoke(container);
    } catch (InaccessibleObjectException | IllegalAccessException e) {
      Class<?> type = container.getClass();
      throw new IllegalArgumentException(
          ("parameters: '%s' cannot be read: the record %s is not open to this library; add 'opens"
                  + " %s to dev.adjoint.nn;' to the module-info.java of %s")
              .formatted(
                  path, type.getSimpleName(), type.getPackageName(), type.getModule().getName()),
          e);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "parameters: reading '%s' failed: %s".formatted(path, e.getCause()), e.getCause());
    }
  }

  /** Refuses a collection that holds variables, which would have no path that stays. */
  private void refuseVariables(String path, Collection<?> values, String what, boolean frozen) {
    RecordWalk inner =
        new RecordWalk((_, _, _) -> {
          throw refused(path, "is " + what + "; use an ImmutableList");
        });
    inner.within.addAll(within);
    values.forEach(value -> inner.walk(path, value, frozen));
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /** Returns whether an object is a lambda or a method reference. */
  static boolean isLambda(Object object) {
    return object.getClass().isHidden();
  }

  private static IllegalArgumentException refused(String path, String problem) {
    return new IllegalArgumentException("parameters: '" + path + "' " + problem);
  }
}
