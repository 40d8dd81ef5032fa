// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.train.History;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Runs a network on some examples as in training, without changing it, and looks at what its layers
 * put out and which gradients come back.
 */
final class Probe {
  /** A slope below this share of the largest one is flat: of tanh, beyond 0.975. */
  private static final double FLAT = 0.05;

  /** A layer and its output. */
  private record Applied(String path, Layer layer, Expr output, Optional<SlopeOf> slope) {}

  /** The slope of an activation where it was applied. */
  private record SlopeOf(Expr slope, ActivationSlope function) {}

  private final Dataset data;
  private final ImmutableList<Applied> applied;
  private final ImmutableMap<String, Parameter> parameters;
  private final Program program;

  /**
   * Compiles the probe.
   *
   * @throws dev.adjoint.graph.ShapeException if the network or the loss does not take the examples
   */
  Probe(Layer network, ImmutableList<Loss> losses, Dataset data) {
    this.data = data;
    List<Expr> inputs = data.inputs().stream().map(x -> Expr.input("features", x.type())).toList();
    List<Expr> targets = data.outputs().stream().map(y -> Expr.input("targets", y.type())).toList();
    ForwardContext context =
        ForwardContext.training(RandomKey.of(State.of("random", Tensor.scalar(0L))));
    List<Applied> layers = new ArrayList<>();
    List<Expr> predictions = apply(layers, "", network, inputs, context);
    if (predictions.size() != losses.size() || predictions.size() != targets.size()) {
      throw new ShapeException(
          "health",
          "the network has %s outputs, got %s losses and %s targets; give one for each"
              .formatted(predictions.size(), losses.size(), targets.size()));
    }
    Expr value = lossOf(losses, predictions, targets, 0);
    for (int i = 1; i < losses.size(); i++) {
      value = value.add(lossOf(losses, predictions, targets, i).cast(value.dtype()));
    }
    for (Expr penalty : context.penalties()) {
      value = value.add(penalty.cast(value.dtype()));
    }
    this.applied = ImmutableList.copyOf(layers);
    Parameters all = network.parameters();
    for (int i = 0; i < losses.size(); i++) {
      all = all.and(losses.size() == 1 ? "loss" : "loss." + i, Parameters.of(losses.get(i)));
    }
    this.parameters = all.trained();
    List<Expr> by = new ArrayList<>();
    applied.stream().map(Applied::output).filter(y -> y.dtype().isFloating()).forEach(by::add);
    by.addAll(parameters.values());
    List<Expr> outputs = new ArrayList<>();
    applied.forEach(layer -> outputs.add(layer.output()));
    applied.forEach(layer -> layer.slope().ifPresent(slope -> outputs.add(slope.slope())));
    outputs.addAll(Autodiff.grad(value, by));
    List<Expr> taken = new ArrayList<>(inputs);
    taken.addAll(targets);
    this.program = Program.compile(taken, outputs);
  }

  /** Returns the loss of an output, which its weight is a part of. */
  private Expr lossOf(List<Loss> losses, List<Expr> predictions, List<Expr> targets, int i) {
    losses.get(i).check(data.outputs().get(i), predictions.get(i).shape());
    return losses.get(i).apply(predictions.get(i), targets.get(i));
  }

  private static List<Expr> apply(
      List<Applied> all, String path, Layer layer, List<Expr> xs, ForwardContext context) {
    String prefix = path + (path.isEmpty() ? "" : ".") + "layers.";
    return switch (layer) {
      case Sequential(ImmutableList<Layer> layers) -> {
        List<Expr> ys = xs;
        for (int i = 0; i < layers.size(); i++) {
          ys = apply(all, prefix + i, layers.get(i), ys, context);
        }
        yield ys;
      }
      case Functional network -> {
        network.wiring().check(xs.stream().map(Expr::type).toList());
        List<List<Expr>> results = new ArrayList<>();
        for (int i = 0; i < network.layers().size(); i++) {
          List<Expr> sources = network.wiring().sources(i, xs, results);
          results.add(apply(all, prefix + i, network.layers().get(i), sources, context));
        }
        yield network.wiring().results(xs, results);
      }
      default -> {
        List<Expr> ys = layer.apply(xs, context);
        for (int i = 0; i < ys.size(); i++) {
          String place = ys.size() == 1 ? path : path + "[" + i + "]";
          all.add(new Applied(place, layer, ys.get(i), slope(layer, xs.getFirst(), ys.get(i))));
        }
        yield ys;
      }
    };
  }

  private static Optional<SlopeOf> slope(Layer layer, Expr x, Expr y) {
    return layer instanceof Activation activation
        ? ActivationSlope.of(activation, x.dtype())
            .map(function -> new SlopeOf(Autodiff.grad(y.sum(), x).getFirst(), function))
        : Optional.empty();
  }

  private List<Tensor> tensors() {
    List<Tensor> tensors = new ArrayList<>(data.inputs());
    tensors.addAll(data.outputs());
    return tensors;
  }

  /** Returns the values of the parameters, by path. */
  ImmutableMap<String, Tensor> values() {
    ImmutableMap.Builder<String, Tensor> values = ImmutableMap.builder();
    parameters.forEach((path, parameter) -> values.put(path, parameter.value()));
    return values.buildOrThrow();
  }

  /**
   * Looks at the network as it is.
   *
   * @param update the relative change of each parameter by a step, by path
   */
  Snapshot look(History.Epoch epoch, ToDoubleFunction<String> update) {
    Iterator<Tensor> results = program.run(tensors()).iterator();
    List<Tensor> outputs = new ArrayList<>();
    applied.forEach(layer -> outputs.add(results.next()));
    List<Optional<Tensor>> slopes = new ArrayList<>();
    applied.forEach(layer -> slopes.add(layer.slope().map(slope -> results.next())));
    ImmutableList.Builder<LayerHealth> layers = ImmutableList.builder();
    for (int i = 0; i < applied.size(); i++) {
      boolean floating = outputs.get(i).dtype().isFloating();
      double gradient =
          floating
              ? StrictMath.sqrt((double) data.size() * outputs.get(i).size())
                  * rootMeanSquare(results.next())
              : Double.NaN;
      layers.add(layer(applied.get(i), outputs.get(i), slopes.get(i), gradient));
    }
    ImmutableList.Builder<ParameterHealth> all = ImmutableList.builder();
    parameters.forEach((path, parameter) -> {
      Tensor gradient = results.next();
      Tensor value = parameter.value();
      all.add(
          new ParameterHealth(
              path,
              value.type(),
              rootMeanSquare(value),
              rootMeanSquare(gradient),
              update.applyAsDouble(path),
              Histogram.of(value),
              Histogram.of(gradient)));
    });
    return new Snapshot(epoch, layers.build(), all.build());
  }

  private static LayerHealth layer(
      Applied layer, Tensor output, Optional<Tensor> slopes, double gradient) {
    double mean = 0;
    for (int i = 0; i < output.size(); i++) {
      mean += output.buffer().getDouble(i) / output.size();
    }
    double square = 0;
    for (int i = 0; i < output.size(); i++) {
      double off = output.buffer().getDouble(i) - mean;
      square += off * off / output.size();
    }
    TensorType type = output.type();
    int axis = type.shape().rank() > 3 ? 1 : type.shape().rank() - 1;
    int units = type.shape().rank() < 2 ? 1 : type.shape().dim(axis);
    int flat = 0;
    int[] lively = new int[units];
    double steepest = layer.slope().map(slope -> slope.function().steepest()).orElse(0.0);
    int inner = 1;
    for (int i = axis + 1; i < type.shape().rank(); i++) {
      inner *= type.shape().dim(i);
    }
    for (int i = 0; slopes.isPresent() && i < output.size(); i++) {
      boolean isFlat = Math.abs(slopes.get().buffer().getDouble(i)) < FLAT * steepest;
      flat += isFlat ? 1 : 0;
      lively[i / inner % units] += isFlat ? 0 : 1;
    }
    int dead = 0;
    for (int count : lively) {
      dead += count == 0 && slopes.isPresent() ? 1 : 0;
    }
    return new LayerHealth(
        layer.path(),
        name(layer.layer()),
        type,
        mean,
        StrictMath.sqrt(square),
        gradient,
        slopes.isPresent() ? (double) flat / output.size() : Double.NaN,
        dead,
        units,
        layer.slope().map(slope -> slope.function().isRectifier()).orElse(false),
        Histogram.of(output));
  }

  private static String name(Layer layer) {
    return layer instanceof Activation activation
        ? activation.name()
        : layer.getClass().isHidden() ? "λ" : layer.getClass().getSimpleName();
  }

  /** Returns {@code √(Σx²/n)}, without leaving the range of a double on the way. */
  static double rootMeanSquare(Tensor tensor) {
    double largest = 0;
    for (int i = 0; i < tensor.size(); i++) {
      double value = Math.abs(tensor.buffer().getDouble(i));
      if (!Double.isFinite(value)) {
        return value;
      }
      largest = Math.max(largest, value);
    }
    if (largest == 0) {
      return 0;
    }
    double sum = 0;
    for (int i = 0; i < tensor.size(); i++) {
      double part = tensor.buffer().getDouble(i) / largest;
      sum += part * part;
    }
    return largest * StrictMath.sqrt(sum / tensor.size());
  }
}
