// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.Node;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Checks one function at one point, to the order that the settings ask for. */
final class PointCheck {
  /** Up to so many variables are checked one by one. */
  private static final int ALONE = 48;

  /** Of more variables so many are, and all of them in sums. */
  private static final int FEW = 24;

  /** Of very many variables so many are. */
  private static final int FEWEST = 8;

  /** Where something seems wrong so many are: a pattern says what. */
  private static final int MOST = 256;

  private final Settings settings;
  private final CheckLog protocol;
  private final RandomGenerator random;
  private final List<Screen> screens = new ArrayList<>();

  /** Prepares a check. */
  PointCheck(Settings settings, CheckLog protocol, RandomGenerator random) {
    this.settings = settings;
    this.protocol = protocol;
    this.random = random;
  }

  /** Checks the derivative of a function, then that of its gradient, and so on. */
  void run(CheckedFunction subject) {
    Optional<CheckedFunction> next = Optional.of(subject);
    for (int order = 1; order <= settings.highest() && next.isPresent(); order++) {
      if (order > 1 && settings.order() == Settings.CHEAP) {
        if (!isCheap(next.get())) {
          protocol.note(
              "the second derivative was not checked, as that takes long here; ask for it with"
                  + " order(2)");
          return;
        }
        protocol.volunteer();
      }
      protocol.reach(order);
      next = check(next.get());
    }
  }

  /** Keeps what can be said of an error, if there is one. */
  private void diagnose(Derivative derivative) {
    if (!protocol.hasErrors()) {
      return;
    }
    CheckedFunction subject = derivative.subject();
    protocol.diagnose(() ->
        new FaultDiagnosis(
            subject.place().where(),
            subject.order(),
            subject.point(),
            JacobianProbe.cotangents(derivative),
            culprits(subject),
            derivative.v().length == 0
                ? Optional.empty()
                : Optional.of(JacobianProbe.of(derivative, derivative.wrong()))));
  }

  private ImmutableList<FaultDiagnosis.Culprit> culprits(CheckedFunction subject) {
    try {
      return new LocalCheck(subject, settings, random)
          .faulty().stream()
              .map(op -> new FaultDiagnosis.Culprit(op.name() + op.parameters(), RuleLine.of(op)))
              .collect(ImmutableList.toImmutableList());
    } catch (RuntimeException _) { // a rule that throws is a finding of its own
      return ImmutableList.of();
    }
  }

  private static boolean isCheap(CheckedFunction gradient) {
    TracedFunction trace;
    try {
      trace = new TracedFunction(gradient);
    } catch (RuntimeException _) { // a matter for the check
      return true;
    }
    int variables =
        trace.floatingArguments().stream().mapToInt(i -> gradient.point().get(i).size()).sum();
    return Cost.isCheap(trace, Math.min(variables, 2 * ALONE));
  }

  /** Returns what can look at other points of the function and its gradients. */
  List<Screen> screens() {
    return screens;
  }

  /** Checks single entries of the first derivative, and nothing else. */
  void checkAlone(CheckedFunction subject, int most) {
    TracedFunction trace = new TracedFunction(subject);
    if (trace.ys().isEmpty() || trace.floatingArguments().isEmpty()) {
      return;
    }
    WorkingPrecision arithmetic = WorkingPrecision.of(subject, trace.formulas(), random);
    if (checkValues(subject, trace)) {
      Derivative derivative =
          new Derivative(subject, settings, trace, arithmetic, () -> true, random);
      new EntryCheck(derivative, protocol).run(derivative.variables().choose(most, random));
      new LineCheck(derivative, protocol).run();
    }
  }

  /** Returns the gradient, if there is one and it is right. */
  private Optional<CheckedFunction> check(CheckedFunction subject) {
    TracedFunction trace = new TracedFunction(subject);
    boolean given = subject.place().isGiven();
    if (given && subject.order() == 1) {
      checkArguments(subject, trace);
    }
    if (trace.ys().isEmpty() || trace.floatingArguments().isEmpty()) {
      checkNone(trace);
      return Optional.empty();
    }
    Formulas formulas;
    try {
      formulas = trace.formulas();
    } catch (RuntimeException e) {
      protocol.find(Kind.BROKEN_RULE, RuleFailure.describe(e));
      return Optional.empty();
    }
    boolean defined = checkValues(subject, trace);
    WorkingPrecision arithmetic = WorkingPrecision.of(subject, formulas, random);
    if (given && arithmetic.unit() < WorkingPrecision.SINGLE) {
      screens.add(new Screen(subject, arithmetic, random));
    }
    if (!defined) {
      return Optional.empty();
    }
    BooleanSupplier blame = () -> new LocalCheck(subject, settings, random).findsFault();
    Derivative derivative = new Derivative(subject, settings, trace, arithmetic, blame, random);
    checkEntries(derivative);
    diagnose(derivative);
    boolean[] connected = formulas.connected();
    if (!IntStream.range(0, connected.length).anyMatch(i -> connected[i])) {
      return Optional.empty();
    }
    protocol.differentiable();
    if (given) {
      new PurityCheck(derivative, trace, protocol).run();
      new LinearityCheck(derivative, subject.point().size(), protocol, random).run();
    }
    new PrecisionCheck(derivative, protocol, random).run();
    diagnose(derivative);
    checkExercised(derivative, connected);
    return protocol.hasErrors()
        ? Optional.empty()
        : Optional.of(subject.gradient(derivative.cotangents(trace)));
  }

  private void checkEntries(Derivative derivative) {
    Variables variables = derivative.variables();
    if (variables.size() <= ALONE) {
      new EntryCheck(derivative, protocol).run(variables.choose(ALONE, random));
    } else {
      checkMany(derivative);
    }
    if (derivative.kinks() > 0) {
      protocol.note(
          "%s entries%s lie at a kink; each is between the slopes on both sides of it"
              .formatted(derivative.kinks(), derivative.where()));
      new LineCheck(derivative, protocol).run();
    }
  }

  /** Checks all variables in sums and some alone; many alone where something seems wrong. */
  private void checkMany(Derivative derivative) {
    Variables variables = derivative.variables();
    int few = variables.size() > SumCheck.MANY ? FEWEST : FEW;
    Set<Integer> alone = new TreeSet<>(variables.choose(few, random));
    boolean doubt =
        derivative.entries(List.copyOf(alone)).stream().anyMatch(e -> e.fault().isPresent());
    List<Integer> wrong = new SumCheck(derivative, protocol, random).run();
    if (doubt || !wrong.isEmpty()) {
      alone.addAll(wrong);
      alone.addAll(variables.choose(MOST, random));
    }
    new EntryCheck(derivative, protocol).run(List.copyOf(alone));
    protocol.note(
        "checked %s of %s entries%s one by one"
            .formatted(alone.size(), variables.size(), derivative.where()));
  }

  private static boolean isIdle(boolean[] exercised, int from, int to) {
    return IntStream.range(from, to).noneMatch(i -> exercised[i]);
  }

  /** Notices arguments of which nothing can be checked. */
  private void checkArguments(CheckedFunction subject, TracedFunction trace) {
    ImmutableList<Integer> floating = trace.floatingArguments();
    boolean[] used = trace.used();
    for (int i = 0; i < used.length; i++) {
      String label = subject.labels().get(floating.get(i));
      if (!used[i]) {
        protocol.find(
            Kind.VACUOUS,
            "the function does not use %s: no rule was checked for it".formatted(label));
      } else if (subject.point().get(floating.get(i)).size() == 0) {
        protocol.find(
            Kind.VACUOUS, "%s has no entries: no rule was checked for it".formatted(label));
      }
    }
  }

  /** Returns whether the function has one finite value at the point. */
  private boolean checkValues(CheckedFunction subject, TracedFunction trace) {
    String where = subject.where();
    Evaluator forward = trace.forward();
    double[] base = forward.run();
    if (forward.failure().isPresent()) {
      protocol.find(
          Kind.UNDEFINED,
          "the function%s throws at the point: %s".formatted(where, forward.failure().get()));
      return false;
    }
    for (int k = 0; k < base.length; k++) {
      if (!Double.isFinite(base[k])) {
        protocol.find(
            Kind.UNDEFINED,
            "the function%s is %s at the point, in element %s of its outputs"
                .formatted(where, base[k], k));
        return false;
      }
    }
    if (!Arrays.equals(base, forward.run())
        || !Arrays.equals(base, new TracedFunction(subject).forward().run())) {
      protocol.find(
          Kind.NOT_DETERMINISTIC,
          "the function%s has another value the second time".formatted(where));
      return false;
    }
    return true;
  }

  /** Checks that rules claim nothing for real numbers that lead to none. */
  private void checkNone(TracedFunction trace) {
    for (Node node : trace.allOutputs().stream().map(Expr::node).distinct().toList()) {
      List<Expr> outputs =
          IntStream.range(0, node.outputTypes().size())
              .mapToObj(i -> Expr.of(node.output(i)))
              .toList();
      if (node.op() instanceof Differentiable rule && takesNumbersThatChange(node)) {
        List<Expr> inputs = node.inputs().stream().map(Expr::of).toList();
        List<Expr> zeros = outputs.stream().map(Expr::zerosLike).toList();
        if (!rule.vjp(inputs, outputs, zeros).stream().allMatch(Expr::isNone)) {
          protocol.find(
              Kind.BROKEN_RULE,
              "%s: vjp returned a gradient for %s → %s, where nothing is differentiable; return"
                      .formatted(node.op().name(), node.inputTypes(), node.outputTypes())
                  + " Expr.none()");
        }
      }
    }
  }

  private static boolean takesNumbersThatChange(Node node) {
    return node.inputs().stream().anyMatch(x -> x.dtype().isFloating());
  }

  /**
   * Notices gradients that are zero in each entry. Of the gradient of a gradient only the whole
   * matters: that of a linear function does not depend on its arguments. What is zero because large
   * terms cancel was checked as sharply as those.
   */
  private void checkExercised(Derivative derivative, boolean[] connected) {
    Variables variables = derivative.variables();
    boolean any = false;
    for (int i = 0; i < connected.length; i++) {
      int from = variables.start(i);
      int to = variables.start(i + 1);
      boolean zero =
          Arrays.stream(derivative.analytic(), from, to).allMatch(g -> g == 0)
              && isIdle(derivative.exercised(), from, to);
      any |= !zero;
      if (zero && from < to && connected[i] && derivative.subject().order() == 1) {
        protocol.find(
            Kind.VACUOUS,
            "the gradient by %s is zero in all %s entries: a point where it is not would prove more"
                .formatted(variables.label(i), to - from));
      }
    }
    if (!any && derivative.subject().order() > 1) {
      protocol.note("the derivative%s is zero in all entries".formatted(derivative.where()));
    }
  }
}
