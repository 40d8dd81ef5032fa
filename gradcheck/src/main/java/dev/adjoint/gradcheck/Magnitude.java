package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Finds how large the numbers inside a function become: where small results are differences of
 * large numbers, the rounding of the large ones is in them.
 *
 * <p>Only numbers that change with the point count. A huge constant that swallows what is added to
 * it, as masks do, rounds nothing that matters.
 */
final class Magnitude {
  private static final double MOVE = 0x1p-4;

  private final Evaluator values;
  private final ImmutableList<Tensor> point;

  /**
   * Compiles what is between inputs and outputs.
   *
   * @param point a value for each input
   */
  Magnitude(List<? extends Value> inputs, List<? extends Value> outputs, List<Tensor> point) {
    List<Value> inside = new ArrayList<>();
    for (Node node : Graph.of(outputs).nodes()) {
      for (int i = 0; i < node.outputTypes().size(); i++) {
        if (node.outputTypes().get(i).dtype().isFloating()) {
          inside.add(node.output(i));
        }
      }
    }
    this.values = new Evaluator(inputs, inside, point);
    this.point = ImmutableList.copyOf(point);
  }

  /**
   * Returns the largest magnitude.
   *
   * @param firstCotangent which input is the first cotangent
   * @param cotangents the cotangents
   */
  double of(int firstCotangent, double[] cotangents, RandomGenerator random) {
    values.setFrom(firstCotangent, cotangents);
    double[] here = values.run();
    for (int i = 0; i < point.size(); i++) {
      for (int j = 0; j < point.get(i).size() && point.get(i).dtype().isFloating(); j++) {
        double x = values.get(i, j);
        values.set(i, j, x + MOVE * Math.max(1, Math.abs(x)) * (random.nextBoolean() ? 1 : -1));
      }
    }
    double[] near = values.run();
    double largest = 0;
    for (int k = 0; k < here.length; k++) {
      if (here[k] != near[k] && Double.isFinite(here[k])) {
        largest = Math.max(largest, Math.abs(here[k]));
      }
    }
    for (int i = 0; i < firstCotangent; i++) {
      for (int j = 0; j < point.get(i).size() && point.get(i).dtype().isFloating(); j++) {
        values.set(i, j, point.get(i).buffer().getDouble(j));
      }
    }
    return largest;
  }
}
