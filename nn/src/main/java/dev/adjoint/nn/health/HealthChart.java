// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws curves and histograms. */
final class HealthChart {
  /** Colours that those who see few of them can tell apart (Okabe and Ito 2008). */
  private static final ImmutableList<String> COLOURS =
      ImmutableList.of(
          "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#999999", "#8f7a00");

  private static final int WIDTH = 590;
  private static final int HEIGHT = 240;
  private static final int LEFT = 58;
  private static final int BOTTOM = 40;
  private static final int RIGHT = 20;
  private static final int TOP = 12;
  private static final int ROW = 17; // of the legend

  private HealthChart() {}

  /**
   * Returns curves over a common axis.
   *
   * @param title what the picture shows
   * @param x what the axis counts
   * @param xs the places of the points
   * @param curves the heights of the points, by name; NaN leaves a gap
   * @param logarithmic whether the scale is logarithmic where it can be
   */
  static String curves(
      String title,
      String x,
      double[] xs,
      ImmutableMap<String, double[]> curves,
      boolean logarithmic) {
    List<List<String>> legend = legend(curves.keySet().asList());
    Svg svg = new Svg(WIDTH, HEIGHT + ROW * legend.size() + 4, title);
    Axis across = Axis.linear(xs[0], xs[xs.length - 1]);
    Axis up = Axis.of(curves.values().asList(), logarithmic);
    double bottom = HEIGHT - BOTTOM;
    for (double tick : up.ticks()) {
      double y = bottom - up.place(tick) * (bottom - TOP);
      svg.line(LEFT, y, WIDTH - RIGHT, y, "grid");
      svg.text(LEFT - 6, y + 4, "end", Axis.label(tick));
    }
    for (double tick : across.ticks()) {
      if (tick == Math.rint(tick)) {
        double place = LEFT + across.place(tick) * (WIDTH - RIGHT - LEFT);
        svg.line(place, bottom, place, bottom + 4, "axis");
        svg.text(place, bottom + 17, "middle", Axis.label(tick));
      }
    }
    svg.line(LEFT, bottom, WIDTH - RIGHT, bottom, "axis");
    svg.text(
        WIDTH - RIGHT, HEIGHT - 6, "end", x + (up.isLogarithmic() ? ", logarithmic scale" : ""));
    int colour = 0;
    for (double[] values : curves.values()) {
      double[] places = new double[values.length];
      double[] heights = new double[values.length];
      for (int i = 0; i < values.length; i++) {
        places[i] = LEFT + across.place(xs[i]) * (WIDTH - RIGHT - LEFT);
        heights[i] = bottom - up.place(values[i]) * (bottom - TOP);
      }
      draw(svg, places, heights, colour++);
    }
    draw(svg, legend);
    return svg.end();
  }

  /** Returns the names in rows of the width of the picture. */
  private static List<List<String>> legend(List<String> names) {
    List<List<String>> rows = new ArrayList<>();
    double at = WIDTH;
    for (String name : names) {
      if (at + width(name) > WIDTH) {
        rows.add(new ArrayList<>());
        at = LEFT;
      }
      rows.getLast().add(name);
      at += width(name);
    }
    return rows;
  }

  private static double width(String name) {
    return 34 + 7.0 * shortened(name).length();
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 39) + "…";
  }

  /** Draws a curve; where all colours are taken, the next ones are broken lines. */
  private static void draw(Svg svg, double[] xs, double[] ys, int number) {
    int n = COLOURS.size();
    svg.path(xs, ys, COLOURS.get(number % n), number < n ? "" : number < 2 * n ? "6 3" : "2 3");
  }

  private static void draw(Svg svg, List<List<String>> legend) {
    int colour = 0;
    for (int row = 0; row < legend.size(); row++) {
      double y = HEIGHT + ROW * row + 13;
      double x = LEFT;
      for (String name : legend.get(row)) {
        draw(svg, new double[] {x, x + 16}, new double[] {y - 4, y - 4}, colour++);
        svg.text(x + 22, y, "start", shortened(name));
        x += width(name);
      }
    }
  }

  /** Returns a histogram; the height of a bar is the logarithm of its count. */
  static String histogram(String title, Histogram histogram) {
    int width = 300;
    int height = 110;
    Svg svg = new Svg(width, height, title);
    int n = histogram.counts().length();
    double most = histogram.counts().stream().max().orElse(0);
    double bottom = height - 20;
    for (int i = 0; i < n; i++) {
      int count = histogram.counts().get(i);
      if (count > 0) {
        double tall = StrictMath.log1p(count) / StrictMath.log1p(most) * (bottom - 4);
        svg.bar(10 + i * (width - 20.0) / n, bottom - tall, (width - 20.0) / n - 0.5, tall);
      }
    }
    svg.line(10, bottom, width - 10, bottom, "axis");
    if (Double.isNaN(histogram.low())) {
      svg.text(width / 2.0, height / 2.0, "middle", "no number is finite");
    } else {
      svg.text(10, height - 5, "start", Axis.label(histogram.low()));
      svg.text(width - 10, height - 5, "end", Axis.label(histogram.high()));
    }
    return svg.end();
  }

  /** Returns curves by name, in the order of the map. */
  static ImmutableMap<String, double[]> byName(Map<String, List<Double>> curves) {
    ImmutableMap.Builder<String, double[]> arrays = ImmutableMap.builder();
    curves.forEach(
        (name, values) -> arrays.put(name, values.stream().mapToDouble(value -> value).toArray()));
    return arrays.buildOrThrow();
  }
}
