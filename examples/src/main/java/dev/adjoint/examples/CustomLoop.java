// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;

/**
 * A training without a model: the laws of a pendulum are found from a film of it. The loop that
 * moves the pendulum is a scan, the step of training a program, the loop of training plain Java.
 */
@Command(
    name = "custom-loop",
    description = "Finds length and friction of a pendulum, in a loop of its own.")
public final class CustomLoop extends Example {
  private static final String PICTURE = "pendulum.png";
  private static final int STEPS = 300;
  private static final double DT = 0.02;
  private static final double[] TRUTH = {4, 0.3, 1.2}; // g/length, friction, first angle

  /** Creates the program. */
  public CustomLoop() {
    super(400, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new CustomLoop(), args);
  }

  @Override
  protected void run() throws IOException {
    Expr exact = angles(Expr.constant(Tensor.of(TRUTH)));
    Expr noise = RandomKey.of(seed(1).bits()).normal(exact.type()).mul(0.08);
    Tensor seen = exact.add(noise).eval();

    Parameter laws = Parameter.of("laws", Tensor.of(7.0, 0.05, 0.5));
    Expr angles = angles(laws);
    Expr loss = angles.sub(Expr.constant(seen)).square().mean();
    Parameters parameters = Parameters.of(List.of(laws));
    Optimizer optimizer = Adam.of(RateSchedule.cosine(0.05, 0, epochs()));
    Program step =
        Program.compile(List.of(), List.of(loss, angles), optimizer.minimize(loss, parameters));
    Map<String, double[]> curves = new LinkedHashMap<>();
    for (int i = 0; i < epochs(); i++) {
      List<Tensor> results = step.run();
      if (i == 0 || i == epochs() / 8 || i == epochs() - 1) {
        say(
            "step %3d  loss %.5f  g/length, friction, angle %s",
            i, results.getFirst().item(), laws);
        curves.put("after " + i + " steps", results.get(1).toDoubleArray());
      }
    }
    double[] found = laws.value().toDoubleArray();
    double worst = 0;
    for (int i = 0; i < found.length; i++) {
      worst = Math.max(worst, Math.abs(found[i] / TRUTH[i] - 1));
    }
    say("largest error of the laws %.4f", worst);
    draw("pendulum", PICTURE, () -> picture(seen, curves));
  }

  /** Returns the angle of a pendulum at each step, moved by the rule of semi-implicit Euler. */
  private static Expr angles(Expr laws) {
    Expr pull = laws.select(0, 0);
    Expr friction = laws.select(0, 1);
    Expr first = laws.select(0, 2);
    return ControlFlow.scan(
            List.of(first, Expr.constant(DType.F64, 0)),
            List.of(),
            STEPS,
            (carry, _) -> {
              Expr angle = carry.getFirst();
              Expr speed = carry.get(1);
              Expr force = pull.mul(angle.sin()).add(friction.mul(speed)).neg();
              Expr nextSpeed = speed.add(force.mul(DT));
              Expr nextAngle = angle.add(nextSpeed.mul(DT));
              return Scanned.of(List.of(nextAngle, nextSpeed), List.of(nextAngle));
            })
        .ys()
        .getFirst();
  }

  private static BufferedImage picture(Tensor seen, Map<String, double[]> curves) {
    double[] seconds = Tensor.linspace(DType.F64, DT, STEPS * DT, STEPS).toDoubleArray();
    Chart chart = Chart.of(860, 460, "The angle of a pendulum", "seconds", "");
    chart.points(
        "seen", seconds, seen.toDoubleArray(), Palette.mix(Palette.SOFT, Color.WHITE, 0.5));
    curves.forEach((name, angles) -> chart.line(name, seconds, angles));
    return chart.image();
  }
}
