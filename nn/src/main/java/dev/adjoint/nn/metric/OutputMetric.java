// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

import com.google.common.base.Preconditions;
import dev.adjoint.ops.Expr;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A metric of one of the outputs of a network; see {@link Metric#at}.
 *
 * @param metric the metric
 * @param output the number of the output
 * @param ownName a name without that of the output, or none
 */
public record OutputMetric(Metric metric, int output, Optional<String> ownName)
    implements MetricWrapper {
  /** Checks the number. */
  public OutputMetric {
    Preconditions.checkArgument(
        output >= 0, "metric: the number of an output must not be negative: %s", output);
  }

  /** Returns the name of its figure if its output has the given name. */
  public String name(String outputName) {
    return ownName.orElseGet(() -> outputName + "_" + metric.name());
  }

  @Override
  public String name() {
    return name("output" + output);
  }

  @Override
  public Metric at(int other) {
    return new OutputMetric(metric, other, ownName);
  }

  @Override
  public Metric named(String name) {
    return new OutputMetric(metric, output, Optional.of(name));
  }

  @Override
  public Metric of(UnaryOperator<Expr> function) {
    return new OutputMetric(metric.of(function), output, ownName);
  }

  @Override
  public Metric then(UnaryOperator<Expr> function) {
    return new OutputMetric(metric.then(function), output, ownName);
  }
}
