// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.gradcheck.DerivativeComparison.Opinion;
import dev.adjoint.gradcheck.Differences.Origin;
import dev.adjoint.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The derivative of a function at its point, by the rules and by differences. */
final class Derivative {
  /** Powers of two by which cotangents are multiplied where larger ones overflow the rules. */
  private static final int[] SCALES = {0, -64, -512};

  private final CheckedFunction subject;
  private final Settings settings;
  private final RandomGenerator random;
  private final WorkingPrecision arithmetic;
  private final int roundings;
  private final Variables variables;
  private final Evaluator forward;
  private final Origin origin;
  private final double[] v;
  private final Evaluator backward;
  private final double[] analytic;
  private final NumericDerivative numeric;
  private final Judge judge;
  private final Map<Integer, Opinion> opinions = new HashMap<>();
  private double @Nullable [] ruleErrors;
  private double largest;

  /**
   * Evaluates a function and its gradient.
   *
   * @param trace the graph of the function
   * @param arithmetic in what arithmetic to evaluate it
   * @param blame says whether an op on the way is wrong by itself, where the whole proves nothing
   * @param random where to draw cotangents from
   */
  Derivative(
      CheckedFunction subject,
      Settings settings,
      TracedFunction trace,
      WorkingPrecision arithmetic,
      BooleanSupplier blame,
      RandomGenerator random) {
    this.subject = subject;
    this.settings = settings;
    this.random = random;
    this.arithmetic = arithmetic;
    this.roundings = arithmetic.formulas().nodes();
    this.variables = new Variables(subject, trace.floatingArguments());
    this.forward = arithmetic.formulas().forward(arithmetic.point());
    Reading reading = forward.read();
    double[] errors =
        arithmetic
            .formulas()
            .forwardWalk(arithmetic.point())
            .errors(arithmetic.point(), arithmetic.unit(), random);
    this.origin = new Origin(reading, errors, arithmetic.unit());
    this.v = drawCotangent(random);
    this.backward = arithmetic.formulas().backward(all(v));
    this.analytic = run();
    this.numeric = new NumericDerivative(origin, v);
    this.judge = new Judge(this, forward, numeric, blame, random);
  }

  /** Returns the gradient, with smaller cotangents where these make it overflow. */
  private double[] run() {
    double[] drawn = v.clone();
    double[] first = backward.run();
    double[] gradient = first;
    for (int i = 1; i < SCALES.length && !isFinite(gradient); i++) {
      int scale = SCALES[i];
      Arrays.setAll(v, k -> Math.scalb(drawn[k], scale));
      backward.setFrom(subject.point().size(), v);
      gradient = backward.run();
    }
    if (!isFinite(gradient)) {
      System.arraycopy(drawn, 0, v, 0, v.length);
      backward.setFrom(subject.point().size(), v);
      return first;
    }
    return gradient;
  }

  private static boolean isFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  private List<Tensor> all(double[] cotangents) {
    return given(arithmetic.formulas(), cotangents);
  }

  private List<Tensor> given(Formulas formulas, double[] cotangents) {
    List<Tensor> dys = Cotangents.tensors(formulas.ys(), cotangents);
    return Stream.concat(arithmetic.point().stream(), dys.stream()).toList();
  }

  /** Returns random weights of the outputs. */
  double[] drawCotangent(RandomGenerator source) {
    Line line = randomLine(variables.shuffled(source), source);
    return Cotangents.draw(Cotangents.sensitivity(line, base()), !holdsDoubles(), source);
  }

  /** Returns a line along several variables, each in one of its two directions by chance. */
  Line randomLine(List<Integer> along, RandomGenerator source) {
    double[] direction = new double[along.size()];
    Arrays.setAll(direction, _ -> source.nextBoolean() ? 1 : -1);
    return line(along, direction);
  }

  private Line line(List<Integer> along, double[] direction) {
    return variables.line(forward, along, direction);
  }

  /** Returns the function and its point. */
  CheckedFunction subject() {
    return subject;
  }

  /** Returns in what arithmetic the two derivatives are compared. */
  WorkingPrecision arithmetic() {
    return arithmetic;
  }

  /** Returns what can be differentiated by. */
  Variables variables() {
    return variables;
  }

  /** Returns a variable at the point. */
  double at(int variable) {
    Line.Coordinate c = variables.coordinate(variable);
    return forward.get(c.input(), c.index());
  }

  /** Returns the outputs at the point. */
  double[] base() {
    return origin.values();
  }

  /** Returns the weights of the outputs. */
  double[] v() {
    return v;
  }

  /** Returns the weights of the outputs, as tensors of the types that the function puts out. */
  ImmutableList<Tensor> cotangents(TracedFunction trace) {
    return ImmutableList.copyOf(Cotangents.tensors(trace.ys(), v));
  }

  /** Returns the gradient as a function of the point and the cotangents. */
  Evaluator backward() {
    return backward;
  }

  /** Returns the gradient by the rules. */
  double[] analytic() {
    return analytic;
  }

  /**
   * Returns the sum of the gradient by the rules: the derivative where all variables grow alike.
   */
  double sum() {
    return Arrays.stream(analytic).sum();
  }

  /** Returns the unit roundoff of the coarsest arithmetic in the function. */
  double unit() {
    return arithmetic.unit();
  }

  /** Returns what rounding inside the rules does to each element of the gradient. */
  double[] ruleErrors() {
    double[] known = ruleErrors;
    if (known == null) {
      known = ruleErrors(v, arithmetic.ruleUnit());
      ruleErrors = known;
    }
    return known;
  }

  /** Returns what rounding to a unit does to the gradient for given cotangents. */
  double[] ruleErrors(double[] cotangents, double roundoff) {
    List<Tensor> all = all(cotangents);
    return arithmetic.formulas().backwardWalk(all).errors(all, roundoff, random);
  }

  /**
   * Returns for each element of the gradient whether something led to it that is not zero, be it
   * cancelled.
   */
  boolean[] exercised() {
    List<Tensor> all = all(v);
    return arithmetic.formulas().backwardWalk(all).moves(all, random);
  }

  /**
   * Returns whether numbers inside the gradient overflow or lose digits for given cotangents.
   *
   * @param single whether the range is that of F32
   */
  boolean leavesRange(double[] cotangents, boolean single) {
    List<Tensor> all = all(cotangents);
    return arithmetic.formulas().backwardWalk(all).leavesRange(all, single);
  }

  /** Returns how often the rules round, about. */
  int roundings() {
    return DerivativeComparison.ROUNDINGS + roundings;
  }

  /** Returns whether cotangents of the function itself are in F64. */
  boolean holdsDoubles() {
    return !arithmetic.widened() && arithmetic.unit() < WorkingPrecision.SINGLE;
  }

  /** Returns the gradient at the point, computed once more. */
  double[] atPoint() {
    backward.setFrom(subject.point().size(), v);
    return backward.run();
  }

  /** Runs the function with the point reversed and multiplied; what it gives there is dropped. */
  void visit(double times) {
    for (int pass = 0; pass < 2; pass++) {
      for (int i = 0; i < variables.arguments(); i++) {
        int size = variables.start(i + 1) - variables.start(i);
        for (int j = 0; j < size; j++) {
          Line.Coordinate from = variables.coordinate(variables.start(i) + size - 1 - j);
          double x = arithmetic.point().get(from.input()).buffer().getDouble(from.index());
          int to = pass == 0 ? j : from.index();
          forward.set(from.input(), to, pass == 0 ? times * x : x);
        }
      }
      if (pass == 0) {
        forward.run();
      }
    }
  }

  /** Returns whether evaluating the function changed what it was given. */
  boolean forwardWrites() {
    return !forward.isAt(arithmetic.point());
  }

  /** Returns whether evaluating the gradient changed what it was given. */
  boolean backwardWrites() {
    return !backward.isAt(all(v));
  }

  /** Returns point and cotangents for another gradient of the same function. */
  List<Tensor> given(Formulas other) {
    return given(other, v);
  }

  /** Returns the variables whose derivatives, looked at one by one, are wrong. */
  List<Integer> wrong() {
    return opinions.entrySet().stream()
        .filter(e -> e.getValue().fault().filter(Finding.Kind::isWrong).isPresent())
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  /** Returns how many entries were held against the slopes of both sides of a kink. */
  int kinks() {
    return (int)
        opinions.values().stream()
            .filter(opinion -> opinion.kink() && opinion.fault().isEmpty())
            .count();
  }

  /** Returns quick estimates by several variables, to know the largest derivative. */
  private Map<Integer, Estimate> estimates(List<Integer> chosen) {
    Map<Integer, Estimate> estimates = new HashMap<>();
    for (int variable : chosen) {
      Estimate estimate = numeric.along(variables.line(forward, variable));
      largest = Math.max(largest, estimate.scale());
      estimates.put(variable, estimate);
    }
    return estimates;
  }

  /** Returns both derivatives by each of some variables. */
  List<Entry> entries(List<Integer> chosen) {
    Map<Integer, Estimate> estimates =
        estimates(chosen.stream().filter(i -> !opinions.containsKey(i)).toList());
    return chosen.stream().map(i -> entry(i, estimates.get(i))).toList();
  }

  /** Returns both derivatives by one variable. */
  Entry entry(int variable) {
    return entry(variable, estimates(List.of(variable)).get(variable));
  }

  /**
   * Returns both derivatives by one variable.
   *
   * @param estimate what is known by {@link #estimates}; null if the variable was looked at before
   */
  private Entry entry(int variable, @Nullable Estimate estimate) {
    Opinion opinion =
        opinions.computeIfAbsent(
            variable,
            _ ->
                opinion(
                    variables.line(forward, variable),
                    analytic[variable],
                    Objects.requireNonNull(estimate),
                    floor(variable),
                    () -> ruleErrors()[variable]));
    return new Entry(
        subject.order(),
        subject.place().where(),
        variables.label(variables.owner(variable)),
        variables.index(variable),
        analytic[variable],
        opinion.numeric(),
        opinion.tolerance(),
        opinion.fault());
  }

  /** Returns what is to be said of the derivative along a line in given directions. */
  Opinion opinion(List<Integer> along, double[] direction) {
    double byRules = 0;
    double size = 0;
    for (int i = 0; i < direction.length; i++) {
      byRules += direction[i] * analytic[along.get(i)];
      size += Math.abs(direction[i] * analytic[along.get(i)]);
    }
    double rounding = arithmetic.unit() * direction.length * size;
    Line line = line(along, direction);
    return opinion(
        line,
        byRules,
        numeric.along(line),
        size,
        () -> rounding + along.stream().mapToDouble(i -> ruleErrors()[i]).sum());
  }

  private Opinion opinion(
      Line line, double byRules, Estimate estimate, double floor, DoubleSupplier ruleError) {
    DerivativeComparison comparison =
        new DerivativeComparison(arithmetic, roundings, settings.tolerance(), largest);
    Opinion quick = comparison.quickly(byRules, estimate, floor);
    return quick.fault().isEmpty()
        ? quick
        : judge.opinion(comparison, line, byRules, ruleError.getAsDouble());
  }

  /** Returns the magnitude of a derivative that would change the outputs by as much as they are. */
  private double floor(int variable) {
    Line.Coordinate c = variables.coordinate(variable);
    double sum = 0;
    for (int k = 0; k < v.length; k++) {
      sum += Math.abs(v[k] * base()[k]);
    }
    return sum / Math.max(Math.abs(forward.get(c.input(), c.index())), 0x1p-10);
  }

  /**
   * Returns what function and rules said where they threw, for messages; nothing if they did not.
   */
  String failures() {
    return Stream.of(
            forward.failure().map(e -> "; near the point the function throws: " + e),
            backward.failure().map(e -> "; the gradient throws: " + e))
        .flatMap(Optional::stream)
        .collect(Collectors.joining());
  }

  /** Returns which derivative of which point this is, for messages; nothing for the first. */
  String where() {
    return subject.where();
  }
}
