// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.graph.Tensor;
import java.util.List;

/** A straight line through the point of an evaluator, along some of its coordinates. */
final class Line {
  /**
   * One coordinate of the point.
   *
   * @param input the number of the input
   * @param index the element, row-major
   */
  record Coordinate(int input, int index) {}

  private final Evaluator function;
  private final int[] inputs;
  private final int[] indices;
  private final double[] direction;
  private final double[] origin;

  /**
   * Lays a line.
   *
   * @param coordinates what changes along the line
   * @param direction how fast each changes, 1 or −1
   */
  Line(Evaluator function, List<Coordinate> coordinates, double[] direction) {
    this(
        function,
        coordinates.stream().mapToInt(Coordinate::input).toArray(),
        coordinates.stream().mapToInt(Coordinate::index).toArray(),
        direction);
  }

  private Line(Evaluator function, int[] inputs, int[] indices, double[] direction) {
    this.function = function;
    this.inputs = inputs;
    this.indices = indices;
    this.direction = direction;
    this.origin = new double[inputs.length];
    for (int i = 0; i < origin.length; i++) {
      origin[i] = function.get(inputs[i], indices[i]);
    }
  }

  /** Returns the line along one coordinate. */
  static Line along(Evaluator function, Coordinate coordinate) {
    return new Line(function, List.of(coordinate), new double[] {1});
  }

  /** Returns the line in the same direction through the present point of the function. */
  Line fromHere() {
    return new Line(function, inputs, indices, direction);
  }

  /**
   * Returns what the function gives at distance {@code t} from the point, to which the function
   * returns.
   */
  Reading at(double t) {
    for (int i = 0; i < origin.length; i++) {
      move(i, origin[i] + t * direction[i]);
    }
    Reading reading = function.read();
    for (int i = 0; i < origin.length; i++) {
      move(i, origin[i]);
    }
    return reading;
  }

  /** Returns how fast each element of each input moves along the line. */
  List<double[]> tangents(List<Tensor> point) {
    List<double[]> tangents = point.stream().map(t -> new double[t.size()]).toList();
    for (int i = 0; i < direction.length; i++) {
      tangents.get(inputs[i])[indices[i]] = direction[i];
    }
    return tangents;
  }

  private void move(int i, double value) {
    function.set(inputs[i], indices[i], value);
  }

  /**
   * Returns the way from {@code −h} to {@code h}: along one coordinate that between the two numbers
   * that {@code x ± h} round to, which spares the difference quotient their rounding.
   */
  double width(double h) {
    if (origin.length != 1) {
      return 2 * h;
    }
    move(0, origin[0] + h);
    double right = function.get(inputs[0], indices[0]);
    move(0, origin[0] - h);
    double left = function.get(inputs[0], indices[0]);
    move(0, origin[0]);
    return right - left;
  }

  /** Returns the largest magnitude among the coordinates. */
  double magnitude() {
    double largest = 0;
    for (double x : origin) {
      largest = Math.max(largest, Math.abs(x));
    }
    return largest;
  }

  /**
   * Returns how many units of roundoff the way of length {@code 2h} is uncertain by: none along one
   * coordinate, where {@link #width} knows better.
   */
  double jitter(double h) {
    return origin.length == 1 ? 0 : magnitude() / h;
  }
}
