// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import dev.adjoint.graph.ShapeException;
import java.util.ArrayList;
import java.util.List;

/** Sums of products by Einstein's convention; {@link Linalg#einsum} describes the notation. */
final class Einsum {
  private static final CharMatcher LETTER =
      CharMatcher.inRange('a', 'z').or(CharMatcher.inRange('A', 'Z'));

  private final String formula;
  private final List<Expr> operands;
  private final int[] extents = new int['z' + 1];
  private final int[] counts = new int['z' + 1];

  private Einsum(String formula, List<Expr> operands) {
    this.formula = formula;
    this.operands = operands;
  }

  static Expr of(String formula, List<Expr> operands) {
    return new Einsum(CharMatcher.whitespace().removeFrom(formula), operands).result();
  }

  private Expr result() {
    List<String> sides = Splitter.on("->").splitToList(formula);
    List<String> inputs = Splitter.on(',').splitToList(sides.getFirst());
    if (sides.size() > 2) {
      throw error("has two arrows");
    }
    if (inputs.size() != operands.size()) {
      throw error("names %s operands, got %s".formatted(inputs.size(), operands.size()));
    }
    List<NamedAxes> terms = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      terms.add(term(inputs.get(i), operands.get(i)));
    }
    String output = sides.size() == 2 ? sides.get(1) : implied();
    check(output);
    while (terms.size() > 1) {
      contractCheapest(terms, output);
    }
    return terms.getFirst().sumExcept(output).inOrder(output);
  }

  /** Returns an operand as a term whose axes have different names. */
  private NamedAxes term(String names, Expr x) {
    if (!LETTER.matchesAllOf(names)) {
      throw error("axes are named by letters, got " + names);
    }
    if (!x.dtype().isFloating() || x.dtype() != operands.getFirst().dtype()) {
      throw error("operands must all be f32 or f64; cast them");
    }
    if (names.length() != x.shape().rank()) {
      throw error(names + " names %s axes of %s".formatted(names.length(), x.shape()));
    }
    for (int i = 0; i < names.length(); i++) {
      char c = names.charAt(i);
      if (counts[c]++ == 0) {
        extents[c] = x.shape().dim(i);
      } else if (extents[c] != x.shape().dim(i)) {
        throw error("extents of %s differ: %s ≠ %s".formatted(c, extents[c], x.shape().dim(i)));
      }
    }
    return withoutTwins(names, x);
  }

  private static NamedAxes withoutTwins(String names, Expr x) {
    for (int i = 0; i < names.length(); i++) {
      int twin = names.indexOf(names.charAt(i), i + 1);
      if (twin >= 0) {
        String others = names.substring(0, i) + names.substring(i + 1, twin);
        return withoutTwins(
            others + names.substring(twin + 1) + names.charAt(i), x.diagonal(0, i, twin));
      }
    }
    return new NamedAxes(x, names);
  }

  /** Returns the names that occur once in alphabetical order, as NumPy does. */
  private String implied() {
    StringBuilder output = new StringBuilder();
    for (char c = 'A'; c <= 'z'; c++) {
      if (counts[c] == 1) {
        output.append(c);
      }
    }
    return output.toString();
  }

  private void check(String output) {
    for (int i = 0; i < output.length(); i++) {
      char c = output.charAt(i);
      if (!LETTER.matches(c) || counts[c] == 0) {
        throw error("no operand has an axis " + c);
      }
      if (output.indexOf(c) != i) {
        throw error("the result has two axes " + c);
      }
    }
  }

  /**
   * Replaces two terms by their product: those whose product is smallest compared with the terms
   * themselves, the first pair among equals.
   */
  private void contractCheapest(List<NamedAxes> terms, String output) {
    int left = 0;
    int right = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < terms.size(); i++) {
      for (int j = i + 1; j < terms.size(); j++) {
        NamedAxes a = terms.get(i);
        NamedAxes b = terms.get(j);
        String kept = keptWithout(terms, i, j, output);
        double growth = size(a.names(), "", kept) * size(b.names(), a.names(), kept);
        growth -= (double) a.value().shape().size() + b.value().shape().size();
        if (growth < least) {
          least = growth;
          left = i;
          right = j;
        }
      }
    }
    String kept = keptWithout(terms, left, right, output);
    NamedAxes b = terms.remove(right);
    terms.set(left, terms.get(left).contract(b, kept));
  }

  private static String keptWithout(List<NamedAxes> terms, int i, int j, String output) {
    StringBuilder kept = new StringBuilder(output);
    for (int k = 0; k < terms.size(); k++) {
      kept.append(k == i || k == j ? "" : terms.get(k).names());
    }
    return kept.toString();
  }

  /** Returns the product of the extents of names that are kept, and not counted elsewhere. */
  private double size(String names, String counted, String kept) {
    double size = 1;
    for (char c : names.toCharArray()) {
      size *= kept.indexOf(c) >= 0 && counted.indexOf(c) < 0 ? extents[c] : 1;
    }
    return size;
  }

  private ShapeException error(String what) {
    return new ShapeException(
        "einsum",
        "%s: %s: %s".formatted(formula, what, operands.stream().map(Expr::type).toList()));
  }
}
