// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.optimizer.WolfeSearch.Point;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

/**
 * Minimises a loss of the whole data by quasi-Newton steps: the curvature is that of the last steps
 * (Liu and Nocedal 1989, <i>On the Limited Memory BFGS Method</i>), and the length of each step is
 * searched along a line until the strong Wolfe conditions hold. It asks for the loss at several
 * points a step, so it is no {@link Optimizer}, which goes on from gradient to gradient. The steps
 * are those of PyTorch's {@code LBFGS} with {@code line_search_fn="strong_wolfe"}.
 *
 * @param iterations how many steps at most
 * @param history how many steps are remembered
 * @param flat the greatest element of the gradient at which it ends
 * @param still the least change of the loss, or of each parameter, at which it ends
 */
public record Lbfgs(int iterations, int history, double flat, double still) {
  /** Checks the numbers. */
  public Lbfgs {
    Preconditions.checkArgument(
        iterations > 0 && history > 0,
        "lbfgs: iterations and history must be positive: %s, %s",
        iterations,
        history);
    Preconditions.checkArgument(
        flat >= 0 && still >= 0, "lbfgs: tolerances must not be negative: %s, %s", flat, still);
  }

  /**
   * How a minimisation ended.
   *
   * @param loss the loss at the parameters, which have their last values
   * @param iterations how many steps were made
   * @param evaluations how often loss and gradient were computed
   */
  public record Minimum(double loss, int iterations, int evaluations) {}

  /** Returns a search with a memory of 10 steps that ends at a gradient of 10⁻⁷. */
  public static Lbfgs of(int iterations) {
    return new Lbfgs(iterations, 10, 1e-7, 1e-9);
  }

  /**
   * Sets parameters to values at which a loss is small.
   *
   * @param loss a floating scalar that depends on the trained parameters and on no input
   * @throws IllegalArgumentException if there is no parameter
   * @throws ArithmeticException if the loss is not finite at the present values
   */
  public Minimum minimize(Expr loss, Parameters parameters) {
    Preconditions.checkArgument(
        !parameters.list().isEmpty(), "lbfgs: there are no parameters to change");
    return new Run(loss, parameters.list()).run();
  }

  /** A step and how much the gradient changed along it. */
  private record Step(double[] s, double[] y, double ys) {}

  /** One minimisation. */
  private final class Run {
    private final ImmutableList<Parameter> parameters;
    private final Program program;
    private final int size;
    private final Deque<Step> memory = new ArrayDeque<>();
    private int evaluations;

    Run(Expr loss, ImmutableList<Parameter> parameters) {
      this.parameters = parameters;
      this.size = parameters.stream().mapToInt(p -> p.shape().size()).sum();
      this.program =
          Program.compile(
              List.of(),
              ImmutableList.<Expr>builder()
                  .add(loss)
                  .addAll(Autodiff.grad(loss, parameters))
                  .build());
    }

    Minimum run() {
      double[] x = values();
      Point now = at(x, new double[size], 0);
      if (!Double.isFinite(now.value())) {
        throw new ArithmeticException(
            "lbfgs: the loss is %s at the first parameters; begin elsewhere"
                .formatted(now.value()));
      }
      int done = 0;
      while (done < iterations && largest(now.gradient()) > flat) {
        double[] g = now.gradient();
        double[] direction = direction(g);
        double slope = dot(g, direction);
        if (slope > -still) {
          break;
        }
        double first = done == 0 ? Math.min(1, 1 / absoluteSum(g)) : 1;
        double[] from = x;
        Point next =
            new WolfeSearch(
                    t -> at(from, direction, t),
                    new Point(0, now.value(), slope, g),
                    still / largest(direction))
                .from(first);
        done++;
        double[] s = scaled(direction, next.t());
        x = moved(x, direction, next.t());
        remember(s, difference(next.gradient(), g));
        double change = Math.abs(next.value() - now.value());
        now = next;
        if (largest(s) <= still || change < still) {
          break;
        }
      }
      set(x);
      return new Minimum(now.value(), done, evaluations);
    }

    /** Returns what is known at {@code x + t·d}. */
    private Point at(double[] x, double[] d, double t) {
      set(moved(x, d, t));
      List<Tensor> results = program.run();
      evaluations++;
      double[] gradient = flattened(results.subList(1, results.size()));
      return new Point(t, results.getFirst().item(), dot(gradient, d), gradient);
    }

    private double[] values() {
      return flattened(parameters.stream().map(Parameter::value).toList());
    }

    private double[] flattened(List<Tensor> tensors) {
      double[] all = new double[size];
      int at = 0;
      for (Tensor tensor : tensors) {
        for (int i = 0; i < tensor.size(); i++) {
          all[at++] = tensor.buffer().getDouble(i);
        }
      }
      return all;
    }

    private void set(double[] x) {
      int at = 0;
      for (Parameter parameter : parameters) {
        double[] part = new double[parameter.shape().size()];
        System.arraycopy(x, at, part, 0, part.length);
        parameter.set(Tensor.of(parameter.dtype(), parameter.shape(), part));
        at += part.length;
      }
    }

    private void remember(double[] s, double[] y) {
      double ys = dot(y, s);
      // A step along which the curvature is not positive says nothing of a minimum.
      if (ys > 1e-10) {
        if (memory.size() == history) {
          memory.removeFirst();
        }
        memory.addLast(new Step(s, y, ys));
      }
    }

    /** Returns minus the inverse of the remembered curvature times the gradient (two loops). */
    private double[] direction(double[] g) {
      double[] q = scaled(g, -1);
      double[] shares = new double[memory.size()];
      int i = shares.length;
      for (Iterator<Step> steps = memory.descendingIterator(); steps.hasNext(); ) {
        Step step = steps.next();
        shares[--i] = dot(step.s, q) / step.ys;
        q = moved(q, step.y, -shares[i]);
      }
      if (!memory.isEmpty()) {
        Step last = memory.getLast();
        q = scaled(q, last.ys / dot(last.y, last.y));
      }
      for (Step step : memory) {
        q = moved(q, step.s, shares[i++] - dot(step.y, q) / step.ys);
      }
      return q;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static double[] moved(double[] x, double[] d, double t) {
    double[] moved = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      moved[i] = x[i] + t * d[i];
    }
    return moved;
  }

  private static double[] scaled(double[] x, double factor) {
    double[] scaled = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      scaled[i] = x[i] * factor;
    }
    return scaled;
  }

  private static double[] difference(double[] a, double[] b) {
    return moved(a, b, -1);
  }

  private static double absoluteSum(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += Math.abs(value);
    }
    return sum;
  }

  private static double largest(double[] x) {
    double largest = 0;
    for (double value : x) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }
}
