// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.primitives.Ints;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Looks at a function and its gradient in passing, at many points: along a few lines each, with a
 * few steps. What it suspects is wrong, a {@link PointCheck} must judge.
 *
 * <p>Variables whose derivatives are of about the same size share a line, so that none drowns; one
 * more line moves all of them alike, which keeps ties.
 */
final class Screen {
  /** So many lines there are for up to {@link #MANY} variables, and one for more. */
  private static final int GROUPS = 5;

  private static final int MANY = 4096;

  /** Steps for numbers of about 1 or more, in proportion to them. */
  private static final int[] STEPS = {-13, -8, -18, -28};

  private static final double TOLERANCE = 1e-7;
  private static final double UNIT = 0x1p-53;

  /** F32 is suspected beyond this: some thirty roundings. */
  private static final double SINGLE_TOLERANCE = 0x1p-19;

  private final CheckedFunction subject;
  private final Formulas formulas;
  private final Variables variables;
  private final RandomGenerator random;
  private final double[] v;
  private final Evaluator forward;
  private final Evaluator backward;
  private final Optional<Single> single;

  /** The same in F32. */
  private record Single(Evaluator forward, Evaluator backward) {}

  /**
   * Prepares to look at a function.
   *
   * @param arithmetic the function and its gradient over F64
   */
  Screen(CheckedFunction subject, WorkingPrecision arithmetic, RandomGenerator random) {
    this.subject = subject;
    this.formulas = arithmetic.formulas();
    this.variables = new Variables(subject, arithmetic.formulas().floatingArguments());
    this.random = random;
    this.forward = formulas.forward(arithmetic.point());
    int outputs = formulas.ys().stream().mapToInt(y -> y.shape().size()).sum();
    this.v = Cotangents.plain(outputs, random);
    this.backward = backward(formulas, arithmetic.point());
    this.single = single();
  }

  private Evaluator backward(Formulas of, List<Tensor> point) {
    List<Tensor> dys = Cotangents.tensors(of.ys(), v);
    return of.backward(Stream.concat(point.stream(), dys.stream()).toList());
  }

  /** Returns the function in F32, if it takes that. */
  private Optional<Single> single() {
    CheckedFunction narrow = subject.inF32();
    try {
      Formulas of = new TracedFunction(narrow).formulas();
      return Optional.of(new Single(of.forward(narrow.point()), backward(of, narrow.point())));
    } catch (RuntimeException _) { // a matter for PrecisionCheck
      return Optional.empty();
    }
  }

  /** Returns the function as it was given. */
  CheckedFunction subject() {
    return subject;
  }

  /** Returns all that the function and its gradient put out. */
  List<Expr> values() {
    return Stream.concat(formulas.ys().stream(), formulas.dxs().stream()).toList();
  }

  /** Returns whether the gradient seems to be wrong at a point. */
  boolean suspects(List<Tensor> point, Place place) {
    forward.moveTo(point);
    backward.moveTo(point);
    Reading base = forward.read();
    if (base.failure().isPresent() || !isFinite(base.values())) {
      return false;
    }
    double[] gradient = backward.run();
    if (!isFinite(gradient)) {
      return place.smooth();
    }
    for (Ray ray : rays(gradient)) {
      if (suspects(ray, base, gradient)) {
        return true;
      }
    }
    return single.isPresent() && suspectsSingle(point);
  }

  /** Returns whether the gradient in F32 seems to be another one than in F64. */
  private boolean suspectsSingle(List<Tensor> point) {
    Evaluator singleForward = single.orElseThrow().forward();
    Evaluator singleBackward = single.orElseThrow().backward();
    List<Tensor> rounded = point.stream().map(Screen::rounded).toList();
    singleForward.moveTo(rounded);
    singleBackward.moveTo(rounded);
    forward.moveTo(rounded);
    Reading here = singleForward.read();
    if (!isFinite(here.values()) || here.branch() != forward.read().branch()) {
      return false;
    }
    backward.moveTo(rounded);
    double[] wide = backward.run();
    double[] narrow = singleBackward.run();
    double largest = Arrays.stream(wide).map(Math::abs).max().orElse(0);
    for (int i = 0; i < wide.length; i++) {
      double bound = SINGLE_TOLERANCE * Math.abs(wide[i]) + 8 * WorkingPrecision.SINGLE * largest;
      if (Math.abs(wide[i]) < Float.MAX_VALUE
          && !(Math.abs(narrow[i] - wide[i]) <= bound + Float.MIN_NORMAL)) {
        return true;
      }
    }
    return false;
  }

  private static Tensor rounded(Tensor t) {
    return t.dtype().isFloating() ? t.cast(DType.F32) : t;
  }

  private record Ray(List<Integer> along, double[] direction) {}

  private List<Ray> rays(double[] gradient) {
    List<Ray> rays = new ArrayList<>();
    List<Integer> all = bySize(gradient);
    int groups = gradient.length > MANY ? 1 : GROUPS;
    int size = Math.max(1, (all.size() + groups - 1) / groups);
    for (int i = 0; i < all.size(); i += size) {
      List<Integer> along = all.subList(i, Math.min(i + size, all.size()));
      double[] direction = new double[along.size()];
      Arrays.setAll(direction, _ -> random.nextBoolean() ? 1 : -1);
      rays.add(new Ray(along, direction));
    }
    double[] ones = new double[all.size()];
    Arrays.fill(ones, 1);
    rays.add(new Ray(all, ones));
    return rays;
  }

  /** Returns the variables by the exponent of the derivative: sorted by counting, they are many. */
  private static List<Integer> bySize(double[] gradient) {
    int[] ends = new int[Double.MAX_EXPONENT - Double.MIN_EXPONENT + 4];
    for (double g : gradient) {
      ends[Math.getExponent(g) - Double.MIN_EXPONENT + 2]++;
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] sorted = new int[gradient.length];
    for (int i = 0; i < gradient.length; i++) {
      sorted[ends[Math.getExponent(gradient[i]) - Double.MIN_EXPONENT + 1]++] = i;
    }
    return Ints.asList(sorted);
  }

  private boolean suspects(Ray ray, Reading base, double[] gradient) {
    Line line = variables.line(forward, ray.along(), ray.direction());
    double byRules = 0;
    double magnitude = 0;
    for (int i = 0; i < ray.direction().length; i++) {
      byRules += ray.direction()[i] * gradient[ray.along().get(i)];
      magnitude += Math.abs(gradient[ray.along().get(i)]);
    }
    double own = line.magnitude();
    double[] units = own == 0 || own == 1 ? new double[] {1} : new double[] {Math.max(own, 1), own};
    Look last = Look.DIFFERS;
    for (double unit : units) {
      for (int exponent : STEPS) {
        double h = Math.scalb(1.0, exponent + Math.getExponent(unit));
        last = look(line, h, base, byRules, magnitude);
        if (last == Look.AGREES) {
          return false;
        }
      }
    }
    return last == Look.DIFFERS;
  }

  private enum Look {
    AGREES,
    /** A kink or jump lies between, and the derivative between the slopes of both sides. */
    BETWEEN,
    DIFFERS
  }

  private Look look(Line line, double h, Reading base, double byRules, double magnitude) {
    Reading left = line.at(-h);
    Reading right = line.at(h);
    if (!isFinite(left.values()) || !isFinite(right.values())) {
      return Look.DIFFERS;
    }
    double noise = 8 * UNIT * size(base.values()) / h;
    double onLeft = -rise(left, base) / h;
    double onRight = rise(right, base) / h;
    double scale = Math.max(magnitude, Math.max(Math.abs(onLeft), Math.abs(onRight)));
    if (left.branch() != base.branch() || right.branch() != base.branch()) {
      double slack = 1e-4 * scale + noise;
      boolean between =
          byRules >= Math.min(onLeft, onRight) - slack
              && byRules <= Math.max(onLeft, onRight) + slack;
      return between ? Look.BETWEEN : Look.DIFFERS;
    }
    double jitter = UNIT * line.jitter(h) * scale;
    if (noise + jitter <= TOLERANCE * scale
        && Math.abs(byRules - (onLeft + onRight) / 2) <= TOLERANCE * scale) {
      return Look.AGREES;
    }
    Reading nearLeft = line.at(-h / 2);
    Reading nearRight = line.at(h / 2);
    double wide = (onLeft + onRight) / 2;
    double narrow = (rise(nearRight, base) - rise(nearLeft, base)) / h;
    double best = narrow + (narrow - wide) / 3;
    boolean agrees = Math.abs(byRules - best) <= TOLERANCE * scale + 2 * (noise + jitter);
    return agrees ? Look.AGREES : Look.DIFFERS;
  }

  private double rise(Reading reading, Reading base) {
    double sum = 0;
    for (int k = 0; k < v.length; k++) {
      sum += v[k] * (reading.values()[k] - base.values()[k]);
    }
    return sum;
  }

  private double size(double[] base) {
    double sum = Double.MIN_NORMAL;
    for (int k = 0; k < v.length; k++) {
      sum += Math.abs(v[k] * base[k]);
    }
    return sum;
  }

  private static boolean isFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }
}
