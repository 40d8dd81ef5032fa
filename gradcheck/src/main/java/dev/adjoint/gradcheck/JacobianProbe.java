// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Computes part of the Jacobian of a function, around the entries that are wrong. */
final class JacobianProbe {
  /** So many rows and columns are shown at most. */
  private static final int MOST = 40;

  private static final double STEP = 0x1p-12;

  private final Derivative derivative;
  private final Evaluator forward;

  private JacobianProbe(Derivative derivative) {
    this.derivative = derivative;
    WorkingPrecision arithmetic = derivative.arithmetic();
    this.forward = arithmetic.formulas().forward(arithmetic.point());
  }

  /**
   * Returns part of a Jacobian.
   *
   * @param wrong variables that must be in it, as far as there is room
   */
  static JacobianPart of(Derivative derivative, List<Integer> wrong) {
    return new JacobianProbe(derivative).part(wrong);
  }

  private JacobianPart part(List<Integer> wrong) {
    Variables variables = derivative.variables();
    List<Integer> columns =
        IntStream.concat(
                wrong.stream().mapToInt(i -> i), IntStream.range(0, variables.size()).limit(MOST))
            .distinct()
            .limit(MOST)
            .sorted()
            .boxed()
            .toList();
    List<double[]> slopes = columns.stream().map(this::slopes).toList();
    List<Integer> rows = rows(slopes);
    double[] analytic = new double[rows.size() * columns.size()];
    double[] numeric = new double[analytic.length];
    int outputs = derivative.v().length;
    for (int r = 0; r < rows.size(); r++) {
      double[] hot = new double[outputs];
      hot[rows.get(r)] = 1;
      derivative.backward().setFrom(derivative.subject().point().size(), hot);
      double[] gradient = derivative.backward().run();
      for (int c = 0; c < columns.size(); c++) {
        analytic[r * columns.size() + c] = gradient[columns.get(c)];
        numeric[r * columns.size() + c] = slopes.get(c)[rows.get(r)];
      }
    }
    return new JacobianPart(
        rows.stream().map(this::output).collect(ImmutableList.toImmutableList()),
        columns.stream()
            .map(i -> variables.label(variables.owner(i)) + variables.index(i))
            .collect(ImmutableList.toImmutableList()),
        ImmutableDoubleArray.copyOf(analytic),
        ImmutableDoubleArray.copyOf(numeric));
  }

  /** Returns the derivatives of all outputs by a variable, by two differences. */
  private double[] slopes(int variable) {
    Line line = derivative.variables().line(forward, variable);
    double h = STEP * Math.max(line.magnitude(), STEP);
    h = Math.scalb(1.0, Math.getExponent(Math.max(h, line.magnitude() == 0 ? STEP : h)));
    double[] right = line.at(h).values();
    double[] left = line.at(-h).values();
    double[] nearRight = line.at(h / 2).values();
    double[] nearLeft = line.at(-h / 2).values();
    double[] slopes = new double[right.length];
    for (int k = 0; k < slopes.length; k++) {
      double wide = (right[k] - left[k]) / (2 * h);
      double narrow = (nearRight[k] - nearLeft[k]) / h;
      slopes[k] = narrow + (narrow - wide) / 3;
    }
    return slopes;
  }

  /** Returns the outputs that change most with these variables, in order. */
  private List<Integer> rows(List<double[]> slopes) {
    double[] size = new double[derivative.v().length];
    for (double[] column : slopes) {
      for (int k = 0; k < size.length; k++) {
        size[k] = Math.max(size[k], Math.abs(column[k]));
      }
    }
    return IntStream.range(0, size.length)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer k) -> -size[k]))
        .limit(MOST)
        .sorted()
        .toList();
  }

  private String output(int k) {
    List<Expr> ys = derivative.arithmetic().formulas().ys();
    int at = k;
    int i = 0;
    while (at >= ys.get(i).shape().size()) {
      at -= ys.get(i++).shape().size();
    }
    List<Integer> index = new ArrayList<>();
    for (int axis = ys.get(i).shape().rank() - 1; axis >= 0; axis--) {
      index.addFirst(at % ys.get(i).shape().dim(axis));
      at /= ys.get(i).shape().dim(axis);
    }
    return "y" + i + index;
  }

  /** Returns the cotangents of a derivative as tensors. */
  static ImmutableList<Tensor> cotangents(Derivative derivative) {
    return ImmutableList.copyOf(
        Cotangents.tensors(derivative.arithmetic().formulas().ys(), derivative.v()));
  }
}
