package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The derivative of a function at its point, by the rules and by differences. */
final class Derivative {
  /** When rounding inside reaches this part of the outputs, differences say nothing. */
  private static final double SWAMPED = 0x1p-10;

  private final Subject subject;
  private final double factor;
  private final Settings settings;
  private final int roundings;
  private final double unit;
  private final Variables variables;
  private final Evaluator forward;
  private final double[] base;
  private final double[] v;
  private final ImmutableList<Tensor> cotangents;
  private final Evaluator backward;
  private final double[] analytic;
  private final NumericDerivative numeric;
  private final Magnitude magnitude;
  private final double ruleRounding;
  private final double valueRounding;
  private final Map<Integer, Estimate> measured = new HashMap<>();
  private double largest;

  /**
   * Evaluates a function and its gradient.
   *
   * @param factor what the point was multiplied by
   * @param trace the graph of the function
   * @param gradient the gradient of that graph
   * @param random where to draw cotangents from
   */
  Derivative(
      Subject subject,
      double factor,
      Settings settings,
      Trace trace,
      Trace.Gradient gradient,
      RandomGenerator random) {
    this.subject = subject;
    this.factor = factor;
    this.settings = settings;
    this.roundings = gradient.nodes();
    this.unit = trace.unit();
    this.variables = new Variables(subject, trace.floatingArguments());
    this.forward = trace.forward();
    this.base = forward.run();
    this.v = drawCotangent(random);
    this.cotangents = ImmutableList.copyOf(Cotangents.tensors(trace.ys(), v));
    this.backward = gradient.backward(cotangents);
    this.analytic = backward.run();
    this.magnitude = gradient.magnitude(cotangents);
    this.ruleRounding = unit * largestInside(v, random);
    this.valueRounding = valueRounding(trace.magnitude(), random);
    this.numeric = new NumericDerivative(base, v, unit, valueRounding);
  }

  /** Returns random weights of the outputs. */
  double[] drawCotangent(RandomGenerator random) {
    Line line = randomLine(variables.shuffled(random), random);
    return Cotangents.draw(Cotangents.sensitivity(line, base), random);
  }

  /** Returns what rounding of the largest numbers inside the function may do to the outputs. */
  private double valueRounding(Magnitude values, RandomGenerator random) {
    double weights = Arrays.stream(v).map(Math::abs).sum();
    return unit * weights * values.of(subject.point().size(), new double[0], random);
  }

  /** Returns the magnitude of the weighted outputs. */
  private double outputs() {
    double sum = 0;
    for (int k = 0; k < base.length; k++) {
      sum += Math.abs(v[k] * base[k]);
    }
    return sum;
  }

  /** Returns a line along several variables, each in one of its two directions by chance. */
  Line randomLine(List<Integer> along, RandomGenerator random) {
    double[] direction = new double[along.size()];
    Arrays.setAll(direction, _ -> random.nextBoolean() ? 1 : -1);
    return line(along, direction);
  }

  /** Returns a line along several variables. */
  Line line(List<Integer> along, double[] direction) {
    return variables.line(forward, along, direction);
  }

  /** Returns the function and its point. */
  Subject subject() {
    return subject;
  }

  /** Returns what can be differentiated by. */
  Variables variables() {
    return variables;
  }

  /** Returns the outputs at the point. */
  double[] base() {
    return base;
  }

  /** Returns the weights of the outputs. */
  double[] v() {
    return v;
  }

  /** Returns the weights of the outputs, as tensors of their types. */
  ImmutableList<Tensor> cotangents() {
    return cotangents;
  }

  /** Returns the gradient as a function of the point and the cotangents. */
  Evaluator backward() {
    return backward;
  }

  /** Returns the gradient by the rules. */
  double[] analytic() {
    return analytic;
  }

  /** Returns the unit roundoff of the coarsest arithmetic in the function. */
  double unit() {
    return unit;
  }

  /** Returns the magnitude of the largest number inside the gradient for given cotangents. */
  double largestInside(double[] cotangent, RandomGenerator random) {
    return magnitude.of(subject.point().size(), cotangent, random);
  }

  /** Returns what rounding of the largest numbers inside the gradient may do to it. */
  double hidden() {
    return Judge.ROUNDINGS * ruleRounding;
  }

  /** Returns how often the rules round, about. */
  int roundings() {
    return Judge.ROUNDINGS + roundings;
  }

  /** Returns the derivative by differences along a line. */
  Estimate along(Line line) {
    return numeric.along(line);
  }

  /** Returns the derivative by differences by one variable, which is then remembered. */
  Estimate by(int variable) {
    return measured.computeIfAbsent(
        variable,
        _ -> {
          Estimate estimate = along(variables.line(forward, variable));
          largest = Math.max(largest, estimate.scale());
          return estimate;
        });
  }

  /** Returns the outputs at the point, computed once more. */
  double[] again() {
    return forward.run();
  }

  /** Returns by how many variables the derivative is known by differences. */
  int measured() {
    return measured.size();
  }

  /** Returns whether the derivative by a variable is known by differences. */
  boolean isMeasured(int variable) {
    return measured.containsKey(variable);
  }

  /** Returns who decides, knowing the largest derivative that was measured so far. */
  Judge judge() {
    boolean swamped = valueRounding > SWAMPED * outputs();
    return new Judge(
        unit,
        roundings,
        settings.tolerance(),
        largest,
        hidden(),
        swamped ? Double.POSITIVE_INFINITY : Judge.ROUNDINGS * valueRounding);
  }

  /** Returns both derivatives by one variable. */
  Entry entry(int variable) {
    Estimate estimate = by(variable);
    Judge judge = judge();
    double tolerance = judge.tolerance(estimate, floor(variable));
    return new Entry(
        subject.order(),
        factor,
        variables.label(variables.owner(variable)),
        variables.index(variable),
        analytic[variable],
        estimate.value(),
        tolerance,
        fault(variables.line(forward, variable), analytic[variable], estimate, tolerance));
  }

  /**
   * Returns why the derivative by the rules and that by differences along a line do not confirm
   * each other; empty if they do.
   */
  Optional<Kind> fault(Line line, double byRules, Estimate estimate, double tolerance) {
    Optional<Kind> fault = judge().fault(byRules, estimate, tolerance);
    return fault.filter(Kind.MISMATCH::equals).isPresent() && numeric.contradicts(line, estimate)
        ? Optional.of(Kind.UNRESOLVED)
        : fault;
  }

  /** Returns the magnitude of a derivative that would change the outputs by as much as they are. */
  private double floor(int variable) {
    Line.Coordinate c = variables.coordinate(variable);
    return outputs() / Math.max(Math.abs(forward.get(c.input(), c.index())), 0x1p-10);
  }

  /** Returns which derivative of which point this is, for messages; nothing for the first. */
  String where() {
    return (subject.order() == 1 ? "" : " at order " + subject.order())
        + (factor == 1 ? "" : " at the point times " + factor);
  }
}
