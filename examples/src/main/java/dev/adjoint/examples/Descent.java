// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Example;
import dev.adjoint.examples.network.TunedOptimizer;
import dev.adjoint.examples.picture.Surface;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Lbfgs;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** The paths down to a minimum: of batches of all sizes, and of all optimizers. */
@Command(
    name = "descent",
    description = "Draws the paths of batches of all sizes, and of every optimizer, to a minimum.")
public final class Descent extends Example {
  private static final String BATCHES = "batches.png";
  private static final String RAVINE = "ravine.png";
  private static final String ROSENBROCK = "rosenbrock.png";
  private static final int POINTS = 64;

  /** Creates the program. */
  public Descent() {
    super(500, BATCHES, RAVINE, ROSENBROCK);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new Descent(), args);
  }

  @Override
  protected void run() throws IOException {
    batches();
    paths(Surface.ravine(), new double[] {-5, 1.5}, TunedOptimizer::onRavine, RAVINE);
    paths(Surface.rosenbrock(), new double[] {-1.5, 1.8}, TunedOptimizer::onRosenbrock, ROSENBROCK);
  }

  /** Fits a line to points, a few at a time, and follows slope and intercept. */
  private void batches() throws IOException {
    RandomKey key = RandomKey.of(seed(1).bits());
    TensorType type = TensorType.of(DType.F32, POINTS, 1);
    Expr x = key.uniform(type, -1, 1);
    Expr y = x.mul(1.5).add(0.5).add(key.stream(1).normal(type).mul(0.6));
    Dataset data = new Dataset(x.eval(), y.eval());
    Expr xs = Expr.constant(data.features().reshape(1, POINTS));
    Expr ys = Expr.constant(data.targets().reshape(1, POINTS));
    Surface surface =
        new Surface(
            "The loss of a line y = w·x + b, with w to the right and b upwards",
            0.5,
            0,
            2,
            1.5,
            (w, b) -> w.expandDims(1).mul(xs).add(b.expandDims(1)).sub(ys).square().mean(1));
    Map<String, double[][]> paths = new LinkedHashMap<>();
    for (int batch : new int[] {POINTS, 8, 1}) {
      Dense line = Dense.of(1, 1, Initializer.constant(-1.2), seed(2));
      line.bias().set(Tensor.of(-1.2f));
      Model model = Model.compile(line, Loss.meanSquaredError(), Sgd.of(0.1));
      IntConsumer step =
          i -> {
            int[] order = seed(2 + i).permutation(POINTS);
            model.trainOnBatch(data.rows(Arrays.copyOf(order, batch)));
          };
      Supplier<double[]> place =
          () -> new double[] {line.weight().value().item(), line.bias().value().item()};
      paths.put(batch == POINTS ? "batch: all 64" : "batches of " + batch, follow(60, step, place));
      say("%2d examples a step: loss %.4f", batch, model.evaluate(data).get("loss"));
    }
    draw("paths of batches", BATCHES, () -> surface.paths(3, paths));
  }

  /** Follows every optimizer down one surface. */
  private void paths(
      Surface surface, double[] from, Function<TunedOptimizer, Optimizer> by, String file)
      throws IOException {
    say("%n%s, from (%s, %s), %s steps", surface.name(), from[0], from[1], epochs());
    Tensor start = Tensor.of(from).reshape(1, 2);
    Parameter point = Parameter.of("point", start);
    Parameters parameters = Parameters.of(List.of(point));
    Expr loss = surface.at(point).sum();
    Supplier<double[]> place = () -> point.value().toDoubleArray();
    Map<String, double[][]> paths = new LinkedHashMap<>();
    for (TunedOptimizer tuned : TunedOptimizer.ALL) {
      point.set(start);
      Optimizer optimizer = by.apply(tuned);
      OptimizerState state = optimizer.init(parameters);
      Program step =
          Program.compile(
              List.of(),
              List.of(loss),
              optimizer.update(Autodiff.grad(loss, point), state, parameters));
      paths.put(tuned.name(), follow(epochs(), _ -> step.run(), place));
      say("  %-17s %.2e", tuned.name(), loss.eval().item());
    }
    point.set(start);
    IntConsumer search =
        i -> {
          point.set(start);
          Lbfgs.of(i).minimize(loss, parameters);
        };
    paths.put("L-BFGS", follow(Math.min(epochs(), 40), search, place));
    say("  %-17s %.2e", "L-BFGS", loss.eval().item());
    draw("paths", file, () -> surface.paths(5, paths));
  }

  /** Returns the places before, between and after steps 1 to n, as {@code x} and {@code y}. */
  private static double[][] follow(int steps, IntConsumer step, Supplier<double[]> place) {
    double[][] path = new double[2][steps + 1];
    for (int i = 0; i <= steps; i++) {
      if (i > 0) {
        step.accept(i);
      }
      path[0][i] = place.get()[0];
      path[1][i] = place.get()[1];
    }
    return path;
  }
}
