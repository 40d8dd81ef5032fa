// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.gradcheck.Estimate.Behaviour;
import java.util.List;

/**
 * Richardson's extrapolation of central differences to step 0, with Ridders' choice of the best
 * entry of its tableau.
 *
 * <p>With steps {@code hᵢ = h₀·2⁻ⁱ} and slopes {@code T(i, 0)}, the tableau {@code T(i, j) = T(i,
 * j−1) + (T(i, j−1) − T(i−1, j−1)) / (4ʲ − 1)} removes one even power of the step after the other.
 * Ridders, "Accurate computation of F′(x) and F′(x)F″(x)", Advances in Engineering Software 4
 * (1982), takes the entry whose neighbours differ least from it; so do Numerical Recipes, section
 * 5.7. That alone trusts chance: two entries may agree because rounding made them equal. Here an
 * entry must also agree with those of <em>smaller</em> steps, from which it may differ only by
 * rounding, which grows as {@code 1/h} and is thereby measured; and it is never thought better than
 * the rounding of the outputs that it was computed from.
 */
final class Extrapolation {
  /** More columns gain nothing: the first ones that reach the rounding are chosen anyway. */
  private static final int COLUMNS = 6;

  /** How many smaller steps must confirm an entry. */
  private static final int WITNESSES = 3;

  private static final double KINK = 1e-3;

  /** No more than this part of a derivative is lost by looking for it with too wide steps. */
  private static final double SUSPICION = 1e-6;

  private final List<Differences> rows;
  private final double[][] tableau;
  private final double hidden;
  private final double largest;

  private Extrapolation(List<Differences> rows, double hidden) {
    this.rows = rows;
    this.hidden = hidden;
    this.largest = rows.stream().mapToDouble(Differences::scale).max().orElse(0);
    this.tableau = new double[rows.size()][];
    for (int i = 0; i < tableau.length; i++) {
      tableau[i] = new double[Math.min(i + 1, COLUMNS)];
      tableau[i][0] = rows.get(i).slope();
      double power = 1;
      for (int j = 1; j < tableau[i].length; j++) {
        power *= 4;
        double previous = tableau[i][j - 1];
        tableau[i][j] = previous + (previous - tableau[i - 1][j - 1]) / (power - 1);
      }
    }
  }

  /**
   * Returns the derivative.
   *
   * @param rows differences with steps that halve from one to the next
   * @param hidden the rounding of the largest numbers inside the function
   */
  static Estimate of(List<Differences> rows, double hidden) {
    return rows.size() < WITNESSES + 2
        ? Estimate.undefined()
        : new Extrapolation(rows, hidden).best();
  }

  private Estimate best() {
    double least = Double.POSITIVE_INFINITY;
    int row = 1;
    int column = 1;
    for (int i = 1; i < rows.size() - WITNESSES; i++) {
      for (int j = 1; j < tableau[i].length; j++) {
        double doubt = error(i, j) + suspicion(i);
        if (doubt < least) {
          least = doubt;
          row = i;
          column = j;
        }
      }
    }
    Differences chosen = rows.get(row);
    double error = error(row, column);
    return new Estimate(
        tableau[row][column],
        error,
        chosen.scale(),
        least,
        chosen.changing(),
        behaviour(row, error));
  }

  /**
   * Returns what prefers wide steps to narrow ones. Where a function is nearly constant its values
   * are so few that differences of narrow steps may agree by chance, all of them.
   */
  private double suspicion(int i) {
    return Math.min(hidden / rows.get(i).h(), SUSPICION * largest);
  }

  /** Returns the largest of what convergence, smaller steps and rounding say of an entry. */
  private double error(int i, int j) {
    double value = tableau[i][j];
    double converged =
        Math.max(Math.abs(value - tableau[i][j - 1]), Math.abs(value - tableau[i - 1][j - 1]));
    double error = Math.max(converged, 2 * rows.get(i).noise());
    for (int k = i + 1; k < tableau.length; k++) {
      double rounding = Math.abs(tableau[k][j] - value) * rows.get(k).h() / rows.get(i).h();
      error = Math.max(error, rounding);
    }
    return error;
  }

  /**
   * Looks at the limits left and right of the point. Where a function is smooth the bend vanishes
   * with the step, {@code h·F″ + O(h³)}, so that {@code 2·bend(h/2) − bend(h)} vanishes as {@code
   * h³}; at a kink it tends to the difference of the slopes.
   */
  private Behaviour behaviour(int row, double error) {
    Differences last = rows.getLast();
    double near = reach(rows.size() - WITNESSES, rows.size());
    double far = reach(Math.max(0, rows.size() - 2 * WITNESSES), rows.size() - WITNESSES);
    if (near > far / 4 && near > 1024 * last.h() * last.noise() && near > 16 * hidden) {
      return Behaviour.JUMP;
    }
    double kink = Double.POSITIVE_INFINITY;
    for (int i = row; i < rows.size() - 1; i++) {
      Differences wide = rows.get(i);
      Differences narrow = rows.get(i + 1);
      double rounding = Math.max(narrow.noise(), error * rows.get(row).h() / narrow.h());
      kink = Math.min(kink, Math.abs(2 * narrow.bend() - wide.bend()) - 16 * rounding);
    }
    return kink > KINK * last.scale() ? Behaviour.KINK : Behaviour.SMOOTH;
  }

  /**
   * Returns how far values lie from that at the point, at most, in some rows. Where a function is
   * continuous this falls as the step does.
   */
  private double reach(int from, int to) {
    return rows.subList(from, to).stream().mapToDouble(r -> r.h() * r.scale()).max().orElse(0);
  }
}
