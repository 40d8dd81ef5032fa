// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.loss.ScaledLoss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.metric.OutputMetric;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** What a model is measured by: a loss for each output, and metrics, each of one output. */
final class Objective {
  private final ImmutableList<Loss> losses;
  private final ImmutableList<Metric> metrics;
  private final ImmutableList<String> outputNames;

  /**
   * Checks that losses and metrics belong to the outputs of a network.
   *
   * @throws IllegalArgumentException if they do not, or names are not distinct
   */
  Objective(Layer network, ImmutableList<Loss> losses, ImmutableList<Metric> metrics) {
    int named = network.outputNames().size();
    int outputs = network instanceof Functional f ? f.wiring().outputs().size() : named;
    Preconditions.checkArgument(
        !losses.isEmpty() && (outputs == 0 || outputs == losses.size()),
        "model: there are losses of %s outputs, the network has %s; give a loss for each",
        losses.size(),
        outputs == 0 ? "one at least" : Integer.toString(outputs));
    this.losses = losses;
    this.metrics = metrics;
    this.outputNames =
        named > 0
            ? network.outputNames()
            : IntStream.range(0, losses.size())
                .mapToObj(i -> "output" + i)
                .collect(ImmutableList.toImmutableList());
    metrics.forEach(this::check);
    checkNames();
  }

  private void check(Metric metric) {
    Preconditions.checkArgument(
        losses.size() == 1 || metric instanceof OutputMetric,
        "model: the network has %s outputs; say of which one '%s' is, such as metric.at(0)",
        losses.size(),
        metric.name());
    Preconditions.checkArgument(
        output(metric) < losses.size(),
        "model: '%s' is of output %s, the network has %s; they are numbered from 0",
        metric.name(),
        output(metric),
        losses.size());
  }

  private void checkNames() {
    Set<String> names = new HashSet<>();
    for (String name : figureNames()) {
      Preconditions.checkArgument(
          names.add(name),
          "model: metrics need names of their own, other than '%s': %s",
          History.LOSS,
          figureNames().subList(lossNames().size(), figureNames().size()));
      Preconditions.checkArgument(
          !name.startsWith(History.VALIDATION),
          "model: '%s' is a name for a figure of validation data; give the metric one without"
              + " '%s'",
          name,
          History.VALIDATION);
    }
  }

  private static int output(Metric metric) {
    return metric instanceof OutputMetric of ? of.output() : 0;
  }

  /** Returns the losses, one for each output. */
  ImmutableList<Loss> losses() {
    return losses;
  }

  /** Returns the metrics. */
  ImmutableList<Metric> metrics() {
    return metrics;
  }

  /** Returns the parameters of the losses. */
  Parameters parameters() {
    Parameters all = Parameters.of(losses.getFirst());
    for (int i = 1; i < losses.size(); i++) {
      all = all.and(Integer.toString(i), Parameters.of(losses.get(i)));
    }
    return all;
  }

  /** Returns the names of the figures that are losses: of all, and if there are several of each. */
  ImmutableList<String> lossNames() {
    ImmutableList.Builder<String> names = ImmutableList.<String>builder().add(History.LOSS);
    if (losses.size() > 1) {
      outputNames.forEach(output -> names.add(output + "_" + History.LOSS));
    }
    return names.build();
  }

  /** Returns the name of the figure of a metric. */
  String name(Metric metric) {
    return metric instanceof OutputMetric of
        ? of.name(outputNames.get(of.output()))
        : metric.name();
  }

  /** Returns the names of all figures, losses first. */
  ImmutableList<String> figureNames() {
    return ImmutableList.<String>builder()
        .addAll(lossNames())
        .addAll(metrics.stream().map(this::name).toList())
        .build();
  }

  /** Returns inputs for the states of the metrics before a batch. */
  ImmutableList<Expr> states() {
    return metrics.stream()
        .flatMap(
            metric -> metric.init().stream().map(state -> Expr.input(metric.name(), state.type())))
        .collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the losses in the order of {@link #lossNames}, and the states of the metrics after the
   * batch.
   *
   * @param outputs predictions and what they are compared with, one for each loss
   * @param penalties what is added to the loss
   */
  ImmutableList<Expr> figures(List<Compared> outputs, List<Expr> states, List<Expr> penalties) {
    List<Expr> each = new ArrayList<>();
    List<Expr> terms = new ArrayList<>();
    for (int i = 0; i < losses.size(); i++) {
      Loss loss = losses.get(i);
      Loss own = loss instanceof ScaledLoss(Loss inner, double _) ? inner : loss;
      Expr value = outputs.get(i).loss(own);
      each.add(value);
      terms.add(loss instanceof ScaledLoss(Loss _, double weight) ? value.mul(weight) : value);
    }
    Expr sum = terms.getFirst();
    for (Expr term : terms.subList(1, terms.size())) {
      sum = sum.add(term.cast(sum.dtype()));
    }
    for (Expr penalty : penalties) {
      sum = sum.add(penalty.cast(sum.dtype()));
    }
    ImmutableList.Builder<Expr> figures = ImmutableList.<Expr>builder().add(sum);
    if (losses.size() > 1) {
      figures.addAll(each);
    }
    int from = 0;
    for (Metric metric : metrics) {
      List<Expr> before = states.subList(from, from + metric.init().size());
      figures.addAll(updated(metric, before, outputs.get(output(metric))));
      from += before.size();
    }
    return figures.build();
  }

  private static List<Expr> updated(Metric metric, List<Expr> before, Compared compared) {
    String what = "metric '" + metric.name() + "'";
    List<Expr> after = compared.update(metric, before);
    if (!types(after).equals(types(before))) {
      throw new ShapeException(
          what,
          "the state must stay %s, got %s; update each of its parts"
              .formatted(types(before), types(after)));
    }
    Expr result = metric.result(after);
    if (!result.shape().isScalar() || !result.dtype().isFloating()) {
      throw new ShapeException(
          what, "the result must be a floating scalar, got %s".formatted(result.type()));
    }
    return after;
  }

  private static List<TensorType> types(List<Expr> exprs) {
    return exprs.stream().map(Expr::type).toList();
  }
}
