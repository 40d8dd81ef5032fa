// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.picture;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.function.DoubleFunction;

/**
 * A piece of the plane: a field of values as colours and contours, with points, paths and words
 * upon it. A field has a value at each point of a lattice, which {@link #lattice} returns, so that
 * a model is asked for all of them at once.
 */
public final class Plane {
  private static final int STEP = 3;
  private static final int LEFT = 46;
  private static final int TOP = 36;
  private static final int RIGHT = 14;
  private static final int BOTTOM = 34;

  private final double x0;
  private final double x1;
  private final double y0;
  private final double y1;
  private final int columns;
  private final int rows;
  private final BufferedImage image;
  private final Graphics2D g;

  /** Creates an empty piece of the plane of so many pixels, for {@code [x0, x1] × [y0, y1]}. */
  public Plane(int width, int height, String title, double x0, double x1, double y0, double y1) {
    this.x0 = x0;
    this.x1 = x1;
    this.y0 = y0;
    this.y1 = y1;
    this.columns = width / STEP;
    this.rows = height / STEP;
    this.image = Pictures.canvas(LEFT + columns * STEP + RIGHT, TOP + rows * STEP + BOTTOM);
    this.g = Pictures.brush(image);
    g.setColor(Palette.INK);
    g.setFont(Palette.bold(14));
    g.drawString(title, LEFT, TOP - 13);
    g.setFont(Palette.plain(11));
    ticks();
    g.setClip(LEFT, TOP, columns * STEP, rows * STEP);
  }

  private void ticks() {
    FontMetrics letters = g.getFontMetrics();
    g.setColor(Palette.SOFT);
    for (double x : round(x0, x1)) {
      String text = number(x);
      g.drawString(
          text, (float) (left(x) - letters.stringWidth(text) / 2.0), TOP + rows * STEP + 18);
    }
    for (double y : round(y0, y1)) {
      String text = number(y);
      g.drawString(text, LEFT - 7 - letters.stringWidth(text), (float) above(y) + 4);
    }
  }

  /** Returns the round numbers between two, some four of them. */
  private static double[] round(double low, double high) {
    double rough = (high - low) / 4;
    double power = StrictMath.pow(10, Math.floor(StrictMath.log10(rough)));
    double step = power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : 5);
    long first = (long) Math.ceil(low / step);
    int count = (int) ((long) Math.floor(high / step + 1e-9) - first + 1);
    double[] numbers = new double[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (first + i) * step;
    }
    return numbers;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }

  private double left(double x) {
    return LEFT + (x - x0) / (x1 - x0) * columns * STEP;
  }

  private double above(double y) {
    return TOP + (y1 - y) / (y1 - y0) * rows * STEP;
  }

  /** Returns the points at which a field has values, F32 {@code [n, 2]}. */
  public Tensor lattice() {
    float[] points = new float[2 * rows * columns];
    for (int i = 0; i < rows * columns; i++) {
      points[2 * i] = (float) (x0 + (i % columns + 0.5) / columns * (x1 - x0));
      points[2 * i + 1] = (float) (y1 - (i / columns + 0.5) / rows * (y1 - y0));
    }
    return Tensor.wrap(Shape.of(rows * columns, 2), points);
  }

  /** Colours the plane by the values of a field, {@code [n]} or {@code [n, 1]}. */
  public Plane shade(Tensor field, DoubleFunction<Color> color) {
    double[] values = field.reshape(rows * columns).toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      g.setColor(color.apply(values[i]));
      g.fillRect(LEFT + i % columns * STEP, TOP + i / columns * STEP, STEP, STEP);
    }
    return this;
  }

  /** Draws the lines on which a field has given values. */
  public Plane contours(Tensor field, Color color, float width, double... levels) {
    double[] f = field.reshape(rows * columns).toDoubleArray();
    g.setColor(color);
    g.setStroke(new BasicStroke(width));
    for (double level : levels) {
      for (int i = 0; i + 1 < rows; i++) {
        for (int j = 0; j + 1 < columns; j++) {
          cross(f, i, j, level);
        }
      }
    }
    return this;
  }

  /** Draws the line of a level through a square of the lattice (marching squares). */
  private void cross(double[] f, int i, int j, double level) {
    int[] corners = {
      i * columns + j, i * columns + j + 1, (i + 1) * columns + j + 1, (i + 1) * columns + j
    };
    double[] ends = new double[8];
    int found = 0;
    for (int k = 0; k < 4; k++) {
      int a = corners[k];
      int b = corners[(k + 1) % 4];
      if (f[a] < level != f[b] < level) {
        double t = (level - f[a]) / (f[b] - f[a]);
        ends[found++] = LEFT + (a % columns + 0.5 + t * (b % columns - a % columns)) * STEP;
        ends[found++] = TOP + (a / columns + 0.5 + t * (b / columns - a / columns)) * STEP;
      }
    }
    for (int k = 0; k + 3 < found; k += 4) {
      g.draw(new Line2D.Double(ends[k], ends[k + 1], ends[k + 2], ends[k + 3]));
    }
  }

  /** Draws points. */
  public Plane points(double[] x, double[] y, Color color, double size) {
    g.setStroke(new BasicStroke(0.8f));
    for (int i = 0; i < x.length; i++) {
      Ellipse2D dot =
          new Ellipse2D.Double(left(x[i]) - size / 2, above(y[i]) - size / 2, size, size);
      g.setColor(color);
      g.fill(dot);
      if (size > 4) {
        g.setColor(Color.WHITE);
        g.draw(dot);
      }
    }
    return this;
  }

  /** Draws a path; with a line 0 wide only its last point is drawn. */
  public Plane path(double[] x, double[] y, Color color, float width) {
    Path2D line = new Path2D.Double();
    for (int i = 0; i < x.length && Double.isFinite(x[i]) && Double.isFinite(y[i]); i++) {
      // Far outside a line would end in coordinates that no renderer likes.
      double left = Math.clamp(left(x[i]), -9e3, 9e3);
      double above = Math.clamp(above(y[i]), -9e3, 9e3);
      if (i == 0) {
        line.moveTo(left, above);
      } else {
        line.lineTo(left, above);
      }
    }
    g.setColor(color);
    g.setStroke(new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    g.draw(line);
    return this;
  }

  /** Draws the line on which {@code a·x + b·y + c} is 0. */
  public Plane line(double a, double b, double c, Color color, float width) {
    return Math.abs(a) * (y1 - y0) > Math.abs(b) * (x1 - x0)
        ? path(
            new double[] {-(c + b * y0) / a, -(c + b * y1) / a},
            new double[] {y0, y1},
            color,
            width)
        : path(
            new double[] {x0, x1},
            new double[] {-(c + a * x0) / b, -(c + a * x1) / b},
            color,
            width);
  }

  /** Writes words with their middle at a point. */
  public Plane word(String text, double x, double y, Color color, int size) {
    g.setFont(Palette.bold(size));
    g.setColor(color);
    FontMetrics letters = g.getFontMetrics();
    g.drawString(
        text,
        (float) (left(x) - letters.stringWidth(text) / 2.0),
        (float) (above(y) + letters.getAscent() / 2.0 - 2));
    return this;
  }

  /** Returns the picture. */
  public BufferedImage image() {
    g.setClip(null);
    g.setColor(Palette.SOFT);
    g.setStroke(new BasicStroke(1));
    g.drawRect(LEFT, TOP, columns * STEP, rows * STEP);
    return image;
  }
}
