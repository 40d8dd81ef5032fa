// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.picture;

import dev.adjoint.nn.train.History;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over an axis: losses by epoch, rates by step. */
public final class Chart {
  private static final int MOST_MARKED = 12;
  private static final float[] DASHES = {7, 5};

  private final XYChart chart;
  private int series;

  private Chart(XYChart chart) {
    this.chart = chart;
  }

  /** Returns an empty chart of the usual size. */
  public static Chart of(String title, String xAxis, String yAxis) {
    return of(640, 440, title, xAxis, yAxis);
  }

  /** Returns an empty chart. */
  public static Chart of(int width, int height, String title, String xAxis, String yAxis) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    chart
        .getStyler()
        .setLegendPosition(LegendPosition.InsideNE)
        .setLegendBorderColor(Palette.GRID)
        .setLegendBackgroundColor(new Color(255, 255, 255, 215))
        .setLegendFont(Palette.plain(13))
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(Palette.INK)
        .setChartTitleFont(Palette.bold(16))
        .setPlotBorderVisible(false);
    chart.getStyler().setYAxisDecimalPattern("0.###");
    chart
        .getStyler()
        .setPlotGridLinesColor(Palette.GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setAxisTickLabelsFont(Palette.plain(12))
        .setAxisTitleFont(Palette.plain(13));
    return new Chart(chart);
  }

  /** Returns loss and accuracy by epoch, side by side, of training and test data. */
  public static BufferedImage curves(History history) {
    return Pictures.beside(
        history(history, History.LOSS, "Loss").from(0).image(),
        history(history, "accuracy", "Accuracy").to(1).legend(LegendPosition.InsideSE).image());
  }

  /** Returns a figure by epoch, of training and test data. */
  public static Chart history(History history, String figure, String title) {
    return of(title, "epoch", "")
        .whole()
        .line("training", history.series(figure))
        .line("test", history.series(History.VALIDATION + figure));
  }

  /** Adds a line of values at 1, 2, 3 and so on. */
  public Chart line(String name, double... y) {
    double[] x = IntStream.rangeClosed(1, y.length).asDoubleStream().toArray();
    return line(name, x, y);
  }

  /**
   * Adds a line in the next colour, dashed once each has been taken. Values that are not finite
   * leave a gap.
   */
  public Chart line(String name, double[] x, double[] y) {
    return line(name, x, y, Palette.of(series), series >= Palette.size());
  }

  /** Adds a line. */
  public Chart line(String name, double[] x, double[] y, Color color, boolean dashed) {
    series++;
    double[] gaps = Arrays.stream(y).map(v -> Double.isFinite(v) ? v : Double.NaN).toArray();
    chart
        .addSeries(name, uneven(x), gaps)
        .setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
        .setMarkerColor(color)
        .setLineColor(color)
        .setLineStyle(
            new BasicStroke(
                2.2f,
                BasicStroke.CAP_ROUND,
                BasicStroke.JOIN_ROUND,
                10,
                dashed ? DASHES : null,
                0));
    return this;
  }

  /** XChart marks each of evenly spaced values, however many there are; others with round ones. */
  private static double[] uneven(double[] x) {
    double[] copy = x.clone();
    if (x.length > MOST_MARKED) {
      copy[x.length - 1] += 0.05 * (x[1] - x[0]);
    }
    return copy;
  }

  /** Adds points without a line. */
  public Chart points(String name, double[] x, double[] y, Color color) {
    series++;
    XYSeries points = chart.addSeries(name, uneven(x), y);
    points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
    chart.getStyler().setMarkerSize(6);
    return this;
  }

  /** Makes the vertical axis logarithmic. */
  public Chart logarithmic() {
    chart.getStyler().setYAxisLogarithmic(true).setYAxisDecimalPattern(null);
    return this;
  }

  /** Makes the horizontal axis logarithmic. */
  public Chart logarithmicX() {
    chart.getStyler().setXAxisLogarithmic(true);
    return this;
  }

  /** Marks the horizontal axis with whole numbers. */
  public Chart whole() {
    chart
        .getStyler()
        .setXAxisTickLabelsFormattingFunction(
            x -> x == Math.rint(x) ? String.format(Locale.ROOT, "%.0f", x) : "");
    return this;
  }

  /** Begins the vertical axis at a value. */
  public Chart from(double least) {
    chart.getStyler().setYAxisMin(least);
    return this;
  }

  /** Ends the vertical axis at a value. */
  public Chart to(double most) {
    chart.getStyler().setYAxisMax(most);
    return this;
  }

  /** Puts the legend elsewhere. */
  public Chart legend(LegendPosition position) {
    chart.getStyler().setLegendPosition(position);
    return this;
  }

  /** Leaves the legend out. */
  public Chart withoutLegend() {
    chart.getStyler().setLegendVisible(false);
    return this;
  }

  /** Returns the picture. */
  public BufferedImage image() {
    return BitmapEncoder.getBufferedImage(chart);
  }
}
