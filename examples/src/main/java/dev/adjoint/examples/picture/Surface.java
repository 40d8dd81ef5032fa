// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.picture;

import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;

/**
 * A function of two numbers, drawn as colours and contours with paths over them.
 *
 * @param name what it is
 * @param x the middle of the picture along the first number
 * @param y the middle along the second number
 * @param width how far the picture goes to the left and to the right
 * @param height how far it goes up and down
 * @param f the function, elementwise
 */
public record Surface(
    String name, double x, double y, double width, double height, BinaryOperator<Expr> f) {

  /** Returns a long and narrow bowl, with its minimum at (0, 0). */
  public static Surface ravine() {
    return new Surface(
        "A ravine, (x² + 20·y²)/2",
        -1,
        0,
        5,
        2,
        (x, y) -> x.square().add(y.square().mul(20)).div(2));
  }

  /** Returns a bent valley, flat along its ground, with its minimum at (1, 1) (Rosenbrock 1960). */
  public static Surface rosenbrock() {
    return new Surface(
        "Rosenbrock's valley, (1 − x)² + 100·(y − x²)²",
        0,
        0.8,
        2,
        1.5,
        (x, y) -> x.rsub(1).square().add(y.sub(x.square()).square().mul(100)));
  }

  /** Returns the function at points {@code [n, 2]}, as {@code [n]}. */
  public Expr at(Expr points) {
    return f.apply(points.select(1, 0), points.select(1, 1));
  }

  /**
   * Returns a picture for each path.
   *
   * @param columns how many pictures stand side by side
   * @param paths the places of each path, as {@code x} and {@code y}
   */
  public BufferedImage paths(int columns, Map<String, double[][]> paths) {
    // On a linear scale the ground around a minimum would be one colour.
    Expr points = Expr.constant(plane("").lattice());
    Tensor heights = at(points).add(0.3).log().eval();
    List<BufferedImage> pictures = new ArrayList<>();
    paths.forEach((title, path) -> pictures.add(onto(plane(title), heights, path)));
    return Pictures.titled(name, Pictures.rows(columns, pictures));
  }

  private Plane plane(String title) {
    return new Plane(252, 186, title, x - width, x + width, y - height, y + height);
  }

  private static BufferedImage onto(Plane plane, Tensor heights, double[][] path) {
    double low = Expr.constant(heights).min().eval().item();
    double high = Expr.constant(heights).max().eval().item();
    double[] levels =
        IntStream.range(1, 12).mapToDouble(i -> low + (high - low) * i / 12).toArray();
    int last = path[0].length - 1;
    return plane
        .shade(heights, h -> Palette.mix(Palette.heat((high - h) / (high - low)), Color.WHITE, 0.4))
        .contours(heights, Color.WHITE, 1, levels)
        .path(path[0], path[1], Palette.of(1), 1.8f)
        .points(path[0], path[1], Palette.of(1), 3.5)
        .points(new double[] {path[0][last]}, new double[] {path[1][last]}, Palette.of(4), 10)
        .image();
  }
}
