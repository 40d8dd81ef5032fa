// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.nn.optimizer.transform.AccumulateGradients;
import dev.adjoint.nn.optimizer.transform.AddDecayedWeights;
import dev.adjoint.nn.optimizer.transform.GradientTransform;
import dev.adjoint.nn.optimizer.transform.Lookahead;
import dev.adjoint.nn.optimizer.transform.Momentum;
import dev.adjoint.nn.optimizer.transform.ScaleByAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByAdamax;
import dev.adjoint.nn.optimizer.transform.ScaleByAmsGrad;
import dev.adjoint.nn.optimizer.transform.ScaleByAmsGrad.Form;
import dev.adjoint.nn.optimizer.transform.ScaleByNadam;
import dev.adjoint.nn.optimizer.transform.ScaleByRAdam;
import dev.adjoint.nn.optimizer.transform.ScaleByRate;
import dev.adjoint.nn.optimizer.transform.ScaleByRms;
import dev.adjoint.nn.schedule.RateSchedule;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers against their papers' formulas, written out in plain numbers. */
class OptimizerFormulaTests {
  private static final double[] START = {0.5, -1.5, 0.02};

  private static double[][] gradients(int steps) {
    SplittableRandom random = new SplittableRandom(7);
    double[][] rows = new double[steps][START.length];
    for (double[] row : rows) {
      Arrays.setAll(row, _ -> random.nextDouble(-2, 3));
    }
    return rows;
  }

  /** One step: the gradients and the number of the step, from 1, to what is subtracted. */
  private interface Rule {
    double[] step(double[] p, double[] g, int t);
  }

  private static void assertFollows(Optimizer optimizer, Rule rule) {
    double[][] gradients = gradients(12);
    double[][] trace = Traces.of(optimizer, START, gradients);
    double[] p = START.clone();
    for (int t = 1; t <= gradients.length; t++) {
      double[] step = rule.step(p, gradients[t - 1], t);
      for (int i = 0; i < p.length; i++) {
        p[i] -= step[i];
      }
      assertThat(trace[t - 1]).as("step %s", t).containsExactly(p, within(1e-12));
    }
  }

  private static double norm(double[] x) {
    return Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
  }

  @Test
  void adamax() {
    double[] m = new double[3];
    double[] u = new double[3];
    assertFollows(
        Adamax.of(0.1),
        (_, g, t) -> {
          double[] s = new double[3];
          for (int i = 0; i < 3; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            u[i] = Math.max(0.999 * u[i], Math.abs(g[i]));
            s[i] = 0.1 / (1 - StrictMath.pow(0.9, t)) * m[i] / (u[i] + 1e-8);
          }
          return s;
        });
  }

  @Test
  void amsGradAsThePaperHasIt() {
    double[] m = new double[3];
    double[] v = new double[3];
    double[] w = new double[3];
    assertFollows(
        AmsGrad.of(0.1),
        (_, g, _) -> {
          double[] s = new double[3];
          for (int i = 0; i < 3; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            w[i] = Math.max(w[i], v[i]);
            s[i] = 0.1 * m[i] / (Math.sqrt(w[i]) + 1e-8);
          }
          return s;
        });
  }

  @Test
  void radamFromThePapersThresholdOn() {
    double[] m = new double[3];
    double[] v = new double[3];
    double limit = 2 / (1 - 0.999) - 1;
    assertFollows(
        RAdam.of(0.1),
        (_, g, t) -> {
          double[] s = new double[3];
          double power = StrictMath.pow(0.999, t);
          double rho = limit - 2 * t * power / (1 - power);
          for (int i = 0; i < 3; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            double mean = m[i] / (1 - StrictMath.pow(0.9, t));
            double r = Math.sqrt((rho - 4) * (rho - 2) * limit / ((limit - 4) * (limit - 2) * rho));
            s[i] = 0.1 * (rho > 4 ? r * mean / (Math.sqrt(v[i] / (1 - power)) + 1e-8) : mean);
          }
          return s;
        });
  }

  @Test
  void adadelta() {
    double[] v = new double[3];
    double[] u = new double[3];
    assertFollows(
        Adadelta.of(),
        (_, g, _) -> {
          double[] s = new double[3];
          for (int i = 0; i < 3; i++) {
            v[i] = 0.9 * v[i] + 0.1 * g[i] * g[i];
            s[i] = Math.sqrt(u[i] + 1e-6) / Math.sqrt(v[i] + 1e-6) * g[i];
            u[i] = 0.9 * u[i] + 0.1 * s[i] * s[i];
          }
          return s;
        });
  }

  @Test
  void lamb() {
    double[] m = new double[3];
    double[] v = new double[3];
    assertFollows(
        Lamb.of(0.1, 0.01),
        (p, g, t) -> {
          double[] s = new double[3];
          for (int i = 0; i < 3; i++) {
            m[i] = 0.9 * m[i] + 0.1 * g[i];
            v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i];
            double root = Math.sqrt(v[i] / (1 - StrictMath.pow(0.999, t)));
            s[i] = m[i] / (1 - StrictMath.pow(0.9, t)) / (root + 1e-6) + 0.01 * p[i];
          }
          double ratio = norm(p) / norm(s);
          return Arrays.stream(s).map(x -> 0.1 * ratio * x).toArray();
        });
  }

  @Test
  void lars() {
    double[] velocity = new double[3];
    assertFollows(
        Lars.of(0.5, 0.01),
        (p, g, _) -> {
          double[] decayed = new double[3];
          Arrays.setAll(decayed, i -> g[i] + 0.01 * p[i]);
          double ratio = 0.001 * norm(p) / norm(decayed);
          Arrays.setAll(velocity, i -> 0.9 * velocity[i] + ratio * decayed[i]);
          return Arrays.stream(velocity).map(x -> 0.5 * x).toArray();
        });
  }

  @Test
  void ftrl() {
    double[] z = new double[3];
    double[] n = new double[3];
    assertFollows(
        Ftrl.of(0.1, 0.6, 0.2),
        (p, g, _) -> {
          double[] s = new double[3];
          for (int i = 0; i < 3; i++) {
            double sigma = (Math.sqrt(n[i] + g[i] * g[i]) - Math.sqrt(n[i])) / 0.1;
            z[i] += g[i] - sigma * p[i];
            n[i] += g[i] * g[i];
            double next =
                Math.abs(z[i]) <= 0.6
                    ? 0
                    : -(z[i] - Math.signum(z[i]) * 0.6) / ((1 + Math.sqrt(n[i])) / 0.1 + 0.2);
            s[i] = p[i] - next;
          }
          return s;
        });
  }

  @Test
  void ftrlMakesWeightsZero() {
    assertThat(Traces.ofOne(Ftrl.of(0.1, 3, 0), 0.01, -0.01, 0.02)).endsWith(0.0);
  }

  @Test
  void lookaheadFollowsEveryFewSteps() {
    GradientTransform descent = new ScaleByRate(RateSchedule.constant(0.1));
    assertThat(Traces.ofOne(() -> new Lookahead(descent, 2, 0.5), 1, 1, 1, 3))
        .containsExactly(new double[] {0.9, 0.9, 0.8, 0.7}, within(1e-15));
  }

  @Test
  void accumulatedGradientsMakeTheStepsOfTheirMeans() {
    GradientTransform adam = Adam.of(0.1).transform();
    double[] few = Traces.ofOne(() -> adam, 2, -1, 0.5);
    double[] many = Traces.ofOne(() -> new AccumulateGradients(adam, 2), 3, 1, -2, 0, 1, 0);
    assertThat(many).containsExactly(1, few[0], few[0], few[1], few[1], few[2]);
  }

  /** Numbers given one by one are those of the record that holds all of them. */
  @Test
  void numbersAreGivenByName() {
    RateSchedule rate = RateSchedule.constant(0.1);
    ScaleByAdam adam = new ScaleByAdam(0.8, 0.99, 0.01);
    AddDecayedWeights decay = new AddDecayedWeights(0.3);
    assertThat(Adam.of(rate).withBetas(0.8, 0.99).withEpsilon(0.01))
        .isEqualTo(new Adam(rate, adam));
    assertThat(AdamW.of(rate, 0.3).withBetas(0.8, 0.99).withEpsilon(0.01))
        .isEqualTo(new AdamW(rate, adam, decay));
    assertThat(Lamb.of(rate, 0.3).withBetas(0.8, 0.99).withEpsilon(0.01))
        .isEqualTo(new Lamb(rate, adam, decay));
    assertThat(Adamax.of(rate).withBetas(0.8, 0.99).withEpsilon(0.01))
        .isEqualTo(new Adamax(rate, new ScaleByAdamax(0.8, 0.99, 0.01)));
    assertThat(Nadam.of(rate).withBetas(0.8, 0.99).withEpsilon(0.01))
        .isEqualTo(new Nadam(rate, new ScaleByNadam(0.8, 0.99, 0.01, 0.004)));
    assertThat(RAdam.of(rate).withBetas(0.8, 0.99).withEpsilon(0.01))
        .isEqualTo(new RAdam(rate, new ScaleByRAdam(0.8, 0.99, 0.01, 4)));
    assertThat(AmsGrad.of(rate).withBetas(0.8, 0.99).withEpsilon(0.01).scaling())
        .isEqualTo(new ScaleByAmsGrad(0.8, 0.99, 0.01, Form.UNCORRECTED));
    assertThat(RmsProp.of(rate).withDecay(0.8).withEpsilon(0.01))
        .isEqualTo(new RmsProp(rate, new ScaleByRms(0.8, 0.01)));
  }

  /** The rate of the second step is twice that of the first one. */
  @Test
  void everyRateMayChange() {
    RateSchedule growing = step -> step.add(1).mul(0.1);
    Stream.of(
            Sgd.of(growing),
            AmsGrad.of(growing),
            Nadam.of(growing),
            RAdam.of(growing),
            Lamb.of(growing, 0),
            Lars.of(growing, 0),
            Lion.of(growing, 0),
            RmsProp.of(growing))
        .forEach(optimizer -> {
          double[] way = Traces.ofOne(optimizer, 1, 1);
          double[] constant = Traces.ofOne(atFirstRate(optimizer), 1, 1);
          assertThat(way[0]).as("%s", optimizer).isEqualTo(constant[0]);
          assertThat(way[1] - way[0])
              .as("%s", optimizer)
              .isCloseTo(2 * (constant[1] - constant[0]), within(1e-12));
        });
  }

  private static Optimizer atFirstRate(Optimizer optimizer) {
    return switch (optimizer) {
      case Sgd _ -> Sgd.of(0.1);
      case AmsGrad _ -> AmsGrad.of(0.1);
      case Nadam _ -> Nadam.of(0.1);
      case RAdam _ -> RAdam.of(0.1);
      case Lamb _ -> Lamb.of(0.1, 0);
      case Lars _ -> Lars.of(0.1, 0);
      case Lion _ -> Lion.of(0.1, 0);
      default -> RmsProp.of(0.1);
    };
  }

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        Sgd.of(0.1).withMomentum(0.9),
        Adam.of(0.1),
        AdamW.of(0.1, 0.01),
        AmsGrad.of(0.1).form(Form.CORRECTED_AFTER_MAXIMUM),
        Adamax.of(0.1),
        Nadam.of(0.1),
        RAdam.of(0.1),
        Adagrad.of(0.1),
        Adadelta.of(),
        RmsProp.of(0.1).withMomentum(0.5).withCentring(),
        Sgd.of(0.1).withMomentum(0.5).withDampening(0.3).withNesterov(),
        Adafactor.of(0.1),
        Lamb.of(0.1, 0.01),
        Lars.of(0.1, 0.01),
        Lion.of(0.1, 0.01),
        Rprop.of(0.1),
        Ftrl.of(0.1, 0.2, 0.2));
  }

  /** A number that changes nothing would be one that the formula does not read. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void everyNumberChangesTheWay(Optimizer optimizer) throws Exception {
    double[][] gradients = gradients(60);
    // Signs that stay, so that Rprop's lengths grow.
    Arrays.fill(gradients, 0, 10, new double[] {1, 1, 1});
    double[][] way = Traces.of(optimizer, START, gradients);
    List<Record> others = changed((Record) optimizer);
    assertThat(others).isNotEmpty();
    for (Record other : others) {
      assertThat(Traces.of((Optimizer) other, START, gradients))
          .as("%s", other)
          .matches(trace -> !Arrays.deepEquals(trace, way), "another way");
    }
  }

  /** Returns a record with each number in it, and in records in it, changed in turn. */
  private static List<Record> changed(Record record) throws Exception {
    RecordComponent[] components = record.getClass().getRecordComponents();
    List<Record> all = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      Object value = components[i].getAccessor().invoke(record);
      List<Object> others = new ArrayList<>();
      if (value instanceof Double d) {
        others.add(changed(components[i].getName(), d));
      } else if (value instanceof Boolean b && canBeSeen(record, components[i].getName())) {
        others.add(!b);
      } else if (value instanceof Record inner) {
        others.addAll(changed(inner));
      }
      for (Object other : others) {
        Object[] arguments = new Object[components.length];
        for (int k = 0; k < arguments.length; k++) {
          arguments[k] = k == i ? other : components[k].getAccessor().invoke(record);
        }
        all.add(
            (Record)
                record
                    .getClass()
                    .getDeclaredConstructor(
                        Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(arguments));
      }
    }
    return all;
  }

  /** Without dampening, the first gradient is whole whatever is said of it. */
  private static boolean canBeSeen(Record record, String name) {
    return !name.equals("firstWhole") || record instanceof Momentum m && m.dampening() > 0;
  }

  /** Returns another number that the record accepts, and far enough off to be seen. */
  private static double changed(String name, double value) {
    return switch (name) {
      case "longest" -> 0.2;
      case "shortest" -> 0.09;
      case "threshold" -> 5;
      case "epsilon", "epsilon1" -> 1e-3;
      case "epsilon2" -> 5;
      default -> value == 0 ? 0.1 : value * 0.9;
    };
  }
}
