// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that arguments of callers contain no null. Otherwise a null in a list would fail at its
 * first use, far from the call, with no hint at which element it was.
 */
public final class Given {
  private static final String CURE = "give an expression";

  private Given() {}

  /**
   * Returns a value that must be there.
   *
   * @param who the op or method that it was handed to
   * @param what what it is, such as {@code the loss}
   * @param cure what to do, such as {@code give an expression}
   * @throws NullPointerException if it is null
   */
  public static <T> T present(String who, String what, @Nullable T value, String cure) {
    if (value == null) {
      throw new NullPointerException("%s: %s is null; %s".formatted(who, what, cure));
    }
    return value;
  }

  /**
   * Checks a list and each of its elements.
   *
   * @param role what an element is, such as {@code input}
   * @throws NullPointerException if the list or an element is null; the message says which
   */
  public static void allPresent(
      String who, String role, @Nullable Collection<?> values, String cure) {
    int i = 0;
    for (Object value : list(who, role + "s", values)) {
      if (value == null) {
        throw new NullPointerException("%s: %s %s is null; %s".formatted(who, role, i, cure));
      }
      i++;
    }
  }

  /** Checks expressions; see {@link #allPresent(String, String, Collection, String)}. */
  public static void allPresent(String who, String role, @Nullable Collection<?> values) {
    allPresent(who, role, values, CURE);
  }

  private static Collection<?> list(String who, String what, @Nullable Collection<?> values) {
    return present(who, what, values, "give a list, which may be empty");
  }

  /**
   * Checks the next values of variables. A value is written out only for a message: it is computed
   * for that.
   *
   * @throws NullPointerException if the map, a key or a value is null; the message says which
   */
  public static void updatesPresent(String who, @Nullable Map<?, ?> updates) {
    present(who, "the map of updates", updates, "give a map, which may be empty")
        .forEach((variable, next) -> {
          if (variable == null) {
            throw new NullPointerException(
                "%s: the variable updated to %s is null; use a variable as the key"
                    .formatted(who, next));
          }
          if (next == null) {
            throw new NullPointerException(
                "%s: the update of %s is null; %s, or leave it out".formatted(who, variable, CURE));
          }
        });
  }
}
