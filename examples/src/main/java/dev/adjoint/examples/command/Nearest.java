// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant who mistyped a name. */
public final class Nearest {
  private Nearest() {}

  /** Returns the name that differs least; empty if half of each differs. */
  public static Optional<String> to(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> distance(typed, name) <= name.replace("-", "").length() / 2)
        .min(Comparator.comparing(name -> distance(typed, name)));
  }

  /**
   * Returns how many characters must be inserted, deleted or replaced to make one text of another.
   *
   * <p>R. Wagner and M. Fischer, <i>The String-to-String Correction Problem</i>, 1974.
   */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
