// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.autodiff.ParametricFunction;
import dev.adjoint.autodiff.ParametricLoss;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.VariableExpr;
import dev.adjoint.ops.catalog.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Proves the gradient of an op, or of any function of expressions, by holding it against numerical
 * differentiation:
 *
 * <pre>{@code
 * GradCheck.of(new Swish(1), Tensor.of(0.5, -1, 2.0)).order(2).assertCorrect();
 *
 * Report report = GradCheck.check(List.of(x, w), xs -> xs.get(0).matmul(xs.get(1)).tanh());
 * }</pre>
 *
 * <p>What is checked, in F64 when the point is:
 *
 * <ul>
 *   <li>each entry of {@code Σ vₖ ∂yₖ/∂xᵢ} for a random cotangent {@code v} of both signs, scaled
 *       so that no output drowns in others, against central differences extrapolated to step 0
 *       ({@code Extrapolation}); they may be apart by no more than the rounding that was measured;
 *   <li>the gradient as a function of the point <em>and</em> the cotangent in the same way where
 *       that is quick, or up to the {@link #order} that is asked for;
 *   <li>that the gradient is linear in the cotangent and zero for zero, whether the cotangent is
 *       random, uniform, one-hot, sparse, of one sign, large or small;
 *   <li>that the gradient in F32 is that in F64, but for the rounding that was measured;
 *   <li>that function and rule give the same again, whatever ran between, and write to nothing that
 *       they are given;
 *   <li>the derivatives also at other points: multiples of the point from 2⁻⁷⁰ to 2¹⁴, its
 *       negative, zeros, ties, numbers around those that the function or its rule compares with.
 *       There only errors count, since the function need not be defined.
 * </ul>
 *
 * <p>A check passes only on evidence. A jump at the point, a value that is not finite, rounding
 * that hides the derivative, a gradient that is zero everywhere, an argument that is not used: each
 * is a {@link Finding}, and fails the check unless {@linkplain #allowing allowed}. At a kink every
 * number between the slopes of both sides passes, with a note.
 *
 * <p>And it condemns only on evidence. What rounding or a kink nearby explains is no error: the
 * checker traces both in the graph of the function.
 */
public final class GradCheck {
  private final String name;
  private final LongFunction<CheckedFunction> subject;
  private final Settings settings;

  private GradCheck(String name, LongFunction<CheckedFunction> subject, Settings settings) {
    this.name = name;
    this.subject = subject;
    this.settings = settings;
  }

  /**
   * Returns a check of a function.
   *
   * @param point a value for each argument; gradients are checked by those that are floating. If
   *     none is, integers are taken for F64
   * @param function what to differentiate, given one expression for each argument
   */
  public static GradCheck of(List<Tensor> point, Function<List<Expr>, Expr> function) {
    Given.present("gradcheck", "the function", function, "give one");
    return ofAll(point, xs -> Arrays.asList(function.apply(xs)));
  }

  /** Returns a check of a function of a list of arguments; see {@link #of(List, Function)}. */
  public static GradCheck of(Function<List<Expr>, Expr> function, List<Tensor> point) {
    return of(point, function);
  }

  /** Returns a check of a function of one argument; see {@link #of(List, Function)}. */
  public static GradCheck of(Function<Expr, Expr> function, Tensor x) {
    Given.present("gradcheck", "the function", function, "give one");
    return of(Arrays.asList(x), xs -> function.apply(xs.getFirst()));
  }

  /** Returns a check of a function of two arguments; see {@link #of(List, Function)}. */
  public static GradCheck of(BiFunction<Expr, Expr, Expr> function, Tensor a, Tensor b) {
    Given.present("gradcheck", "the function", function, "give one");
    return of(Arrays.asList(a, b), xs -> function.apply(xs.get(0), xs.get(1)));
  }

  /** Returns a check of a function of a vector of these numbers, in F64. */
  public static GradCheck of(Function<Expr, Expr> function, double... x) {
    return of(function, Tensor.of(x));
  }

  /** Returns a check of a function with several results; see {@link #of(List, Function)}. */
  public static GradCheck ofAll(List<Tensor> point, Function<List<Expr>, List<Expr>> function) {
    Given.present("gradcheck", "the function", function, "give one");
    ImmutableList<Tensor> copy = Points.copy(point);
    return new GradCheck("function", _ -> Points.of("function", copy, function), Settings.DEFAULT);
  }

  /** Returns a check of an op applied to the given inputs. */
  public static GradCheck of(Op op, Tensor... inputs) {
    ImmutableList<Tensor> point = Points.copy(Arrays.asList(inputs));
    return new GradCheck(
        op.name(),
        _ -> Points.ofOp(op.name(), point, xs -> Expr.applyAll(op, xs)),
        Settings.DEFAULT);
  }

  /**
   * Returns a check of a loss by parameters: those of a layer or a model, say. They are taken at
   * the values that they have when the check runs, and keep them. Other variables that the loss
   * reads stay as they are; a note names each.
   *
   * @param loss an expression over the parameters, of any shape
   * @param parameters what to differentiate by
   * @throws IllegalArgumentException if no parameter is given or the loss depends on inputs
   */
  public static GradCheck of(Expr loss, List<? extends VariableExpr> parameters) {
    Given.present("gradcheck", "the loss", loss, "give an expression over the parameters");
    Given.allPresent("gradcheck", "parameter", parameters, "list those to differentiate by");
    ImmutableList<VariableExpr> copy = ImmutableList.copyOf(parameters);
    Points.require(loss, copy);
    return new GradCheck("loss", _ -> Points.of("loss", loss, copy), Settings.DEFAULT);
  }

  /** Returns a check of a loss by parameters; see {@link #of(Expr, List)}. */
  public static GradCheck of(Expr loss, VariableExpr... parameters) {
    return of(loss, Arrays.asList(parameters));
  }

  /**
   * Returns a check of a layer by its input and its trained parameters, as it is in use and as it
   * is in training. The input is random, and of a shape that the layer takes; a note says which.
   *
   * @throws IllegalArgumentException when the check runs, if no such shape is found
   */
  public static GradCheck of(ParametricFunction layer) {
    Given.present("gradcheck", "the layer", layer, "give one");
    String name = name(layer);
    return new GradCheck(name, seed -> LayerInput.of(name, layer, seed), Settings.DEFAULT);
  }

  /**
   * Returns a check of a layer by its input and its trained parameters; see {@link
   * #of(ParametricFunction)}.
   *
   * @param x where to check; it is cast if the layer takes it only so
   */
  public static GradCheck of(ParametricFunction layer, Tensor x) {
    Given.present("gradcheck", "the layer", layer, "give one");
    Given.present("gradcheck", "the input", x, "give a tensor that the layer takes");
    String name = name(layer);
    return new GradCheck(name, _ -> LayerInput.of(name, layer, x), Settings.DEFAULT);
  }

  /** Returns a check of the loss of a model in training, for a batch, by its parameters. */
  public static <B> GradCheck of(ParametricLoss<B> model, B batch) {
    Given.present("gradcheck", "the model", model, "give one");
    Given.present("gradcheck", "the batch", batch, "give some examples");
    String name = name(model);
    return new GradCheck(
        name,
        _ -> Points.of(name, List.of(model.loss(batch)), model.trainedParameters()),
        Settings.DEFAULT);
  }

  /** Returns how the class of something is called. */
  private static String name(Object of) {
    return of.getClass().isSynthetic() ? "function" : of.getClass().getSimpleName();
  }

  /**
   * Returns a check of an op on inputs that are drawn, with the seed, as its sample says. Where an
   * argument is wrapped, the op after the wrap is differentiated by what was drawn.
   */
  public static GradCheck of(Sample sample) {
    Op op = sample.op();
    return new GradCheck(
        op.name() + op.parameters(),
        seed -> CheckedFunction.of(op.name(), sample.draw(DType.F64, seed), sample::apply),
        Settings.DEFAULT);
  }

  /** Checks a function; see {@link #of(List, Function)}. */
  public static Report check(List<Tensor> point, Function<List<Expr>, Expr> function) {
    return of(point, function).run();
  }

  /** Checks a function of a list of arguments; see {@link #of(List, Function)}. */
  public static Report check(Function<List<Expr>, Expr> function, List<Tensor> point) {
    return of(point, function).run();
  }

  /** Checks a function of one argument: {@code check(x -> x.tanh(), Tensor.of(0.5, -1))}. */
  public static Report check(Function<Expr, Expr> function, Tensor x) {
    return of(function, x).run();
  }

  /** Checks a function of two arguments: {@code check((a, b) -> a.mul(b), a, b)}. */
  public static Report check(BiFunction<Expr, Expr, Expr> function, Tensor a, Tensor b) {
    return of(function, a, b).run();
  }

  /** Checks a function of a vector of these numbers: {@code check(x -> x.tanh(), 0.5, -1)}. */
  public static Report check(Function<Expr, Expr> function, double... x) {
    return of(function, x).run();
  }

  /** Checks an op at the given inputs. */
  public static Report check(Op op, Tensor... inputs) {
    return of(op, inputs).run();
  }

  /** Returns this check under another name, for reports. */
  public GradCheck named(String newName) {
    return new GradCheck(newName, subject, settings);
  }

  /**
   * Returns this check for derivatives up to an order. Unless said it is 2 where that is quick,
   * some 100 ms by the size of the graph, and else 1, with a note. What cannot be told of the
   * second order that nobody asked for is a note, too, not a finding.
   *
   * @throws IllegalArgumentException if the order is not positive
   */
  public GradCheck order(int order) {
    Preconditions.checkArgument(order > 0, "order must be positive: %s", order);
    return with(new Settings(order, settings.seed(), settings.tolerance(), settings.allowed()));
  }

  /** Returns this check with other random numbers; the same seed gives the same report. */
  public GradCheck seed(long seed) {
    return with(new Settings(settings.order(), seed, settings.tolerance(), settings.allowed()));
  }

  /**
   * Returns this check with a relative difference allowed beyond what rounding explains, for rules
   * that approximate on purpose; 0 unless said.
   */
  public GradCheck tolerance(double relative) {
    return with(new Settings(settings.order(), settings.seed(), relative, settings.allowed()));
  }

  /**
   * Returns this check with some findings not reported, in place of those allowed before.
   *
   * @throws IllegalArgumentException if one of them means that a rule is wrong
   */
  public GradCheck allowing(Finding.Kind... kinds) {
    Given.allPresent("gradcheck", "kind", Arrays.asList(kinds), "name kinds of findings");
    for (Finding.Kind kind : kinds) {
      Preconditions.checkArgument(!kind.isWrong(), "an error cannot be allowed: %s", kind);
    }
    return with(
        new Settings(
            settings.order(), settings.seed(), settings.tolerance(), ImmutableSet.copyOf(kinds)));
  }

  private GradCheck with(Settings newSettings) {
    return new GradCheck(name, subject, newSettings);
  }

  /** Checks, and returns what was found. */
  public Report run() {
    CheckLog protocol = new CheckLog(settings);
    SplittableRandom random = new SplittableRandom(settings.seed());
    CheckedFunction at = subject.apply(settings.seed());
    at.notes().forEach(protocol::note);
    PointCheck first = new PointCheck(settings, protocol, random.split());
    first.run(at);
    if (!protocol.hasErrors()) {
      new OtherPoints(settings, first.screens(), random.split()).run(at, protocol);
    }
    return protocol.report(name);
  }

  /**
   * Returns the smallest case in which this check fails, shapes first and then numbers, as a test
   * to paste; empty if it does not fail. Where a single op is wrong by itself, it is a case of that
   * op.
   */
  public Optional<SmallestCase> shrink() {
    CheckedFunction given = subject.apply(settings.seed());
    Optional<FaultDiagnosis> diagnosis = run().diagnosis();
    if (diagnosis.isEmpty()) {
      return Optional.empty();
    }
    List<Tensor> point = diagnosis.get().point().subList(0, given.point().size());
    CheckedFunction there = given.at(point, Place.GIVEN);
    return faultyOp(there)
        .flatMap(op -> of(op.op(), op.inputs().toArray(Tensor[]::new)).with(settings).smallest(op))
        .or(() -> smallest(there, Optional.empty()));
  }

  private Optional<SmallestCase> smallest(LocalCheck.Applied applied) {
    return smallest(subject.apply(settings.seed()), Optional.of(applied.op()));
  }

  private Optional<SmallestCase> smallest(CheckedFunction of, Optional<Op> op) {
    return Shrinker.shrink(
            point -> new GradCheck(name, _ -> of.at(point, Place.GIVEN), settings).run(),
            of.point())
        .map(s -> new SmallestCase(s.point(), s.report(), TestSource.of(op, s.point(), settings)));
  }

  private Optional<LocalCheck.Applied> faultyOp(CheckedFunction at) {
    try {
      return new LocalCheck(at, settings, new SplittableRandom(settings.seed())).firstFaulty();
    } catch (RuntimeException _) { // a rule that throws proves nothing of another
      return Optional.empty();
    }
  }

  /**
   * Checks, for tests.
   *
   * @throws AssertionError with the report, unless the check passes
   */
  public void assertCorrect() {
    run().orThrow();
  }

  /** Returns the name, and the order if it was said. */
  @Override
  public String toString() {
    return name + (settings.order() == Settings.CHEAP ? "" : ", order " + settings.order());
  }
}
