// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.train.History;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What a training looked like, as pictures. */
final class Pictures {
  private static final Color INK = new Color(0x1F2933);
  private static final Color SOFT = new Color(0x7B8794);
  private static final Color GRID = new Color(0xE4E7EB);
  private static final Color TRAIN = new Color(0x2F6FDE);
  private static final Color TEST = new Color(0xE8590C);

  private static final int CHART_WIDTH = 640;
  private static final int CHART_HEIGHT = 440;
  private static final int CELL = 112;
  private static final int CAPTION = 30;
  private static final int GAP = 18;
  private static final int LEAST_COLUMNS = 3;
  private static final int MOST_COLUMNS = 8;
  private static final int MOST = 48;

  private Pictures() {}

  /** Returns whether this Java finds a font to write with: on a bare machine it may not. */
  static boolean canBeDrawn() {
    try {
      new TextLayout(
          "0", new Font(Font.SANS_SERIF, Font.PLAIN, 12), new FontRenderContext(null, true, true));
      return true;
    } catch (RuntimeException | Error _) {
      // The JDK says so with exceptions of no class of their own, depending on what is missing.
      return false;
    }
  }

  /** Returns loss and accuracy by epoch, side by side, of training and test data. */
  static BufferedImage curves(History history) {
    BufferedImage both = canvas(2 * CHART_WIDTH, CHART_HEIGHT);
    Graphics2D g = both.createGraphics();
    g.drawImage(chart(history, History.LOSS, "Loss"), 0, 0, null);
    g.drawImage(chart(history, "accuracy", "Accuracy"), CHART_WIDTH, 0, null);
    g.dispose();
    return both;
  }

  private static BufferedImage chart(History history, String figure, String title) {
    XYChart chart =
        new XYChartBuilder()
            .width(CHART_WIDTH)
            .height(CHART_HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .build();
    boolean loss = figure.equals(History.LOSS);
    chart
        .getStyler()
        .setLegendPosition(loss ? Styler.LegendPosition.InsideNE : Styler.LegendPosition.InsideSE)
        .setLegendBorderColor(GRID)
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(INK)
        .setPlotBorderVisible(false);
    chart
        .getStyler()
        .setPlotGridLinesColor(GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12))
        .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
        .setXAxisDecimalPattern("0");
    if (loss) {
      chart.getStyler().setYAxisMin(0.0);
    } else {
      chart.getStyler().setYAxisMax(1.0);
    }
    double[] epochs = history.epochs().stream().mapToDouble(History.Epoch::number).toArray();
    series(chart, "training", epochs, history.series(figure), TRAIN);
    series(chart, "test", epochs, history.series(History.VALIDATION + figure), TEST);
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static void series(XYChart chart, String name, double[] x, double[] y, Color color) {
    chart
        .addSeries(name, x, y)
        .setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE)
        .setMarkerColor(color)
        .setLineColor(color)
        .setLineStyle(new BasicStroke(2.2f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
  }

  /** Returns the images that were misread, each with its digit and what it was taken for. */
  static BufferedImage mistakes(Dataset test, Tensor predicted) {
    int[] wrong =
        IntStream.range(0, test.size())
            .filter(i -> test.targets().getInt(i) != predicted.getInt(i))
            .toArray();
    int shown = Math.min(wrong.length, MOST);
    int columns = Math.clamp(shown, LEAST_COLUMNS, MOST_COLUMNS);
    int rows = (shown + columns - 1) / columns;
    int top = GAP + CAPTION + GAP / 2;
    BufferedImage sheet = canvas(GAP + columns * (CELL + GAP), top + rows * (CELL + CAPTION + GAP));
    Graphics2D g = sheet.createGraphics();
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setColor(INK);
    g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 18));
    String more = shown < wrong.length ? ", the first " + shown : "";
    g.drawString(
        "%s of %s misread%s".formatted(wrong.length, test.size(), more),
        GAP,
        GAP + CAPTION * 2 / 3);
    for (int i = 0; i < shown; i++) {
      int left = GAP + i % columns * (CELL + GAP);
      int above = top + i / columns * (CELL + CAPTION + GAP);
      drawDigit(g, test.features(), wrong[i], left, above);
      g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
      g.setColor(INK);
      g.drawString(
          "%s, read as %s".formatted(test.targets().getInt(wrong[i]), predicted.getInt(wrong[i])),
          left,
          above + CELL + CAPTION * 2 / 3);
    }
    g.dispose();
    return sheet;
  }

  private static void drawDigit(Graphics2D g, Tensor images, int image, int left, int above) {
    int rows = images.shape().dim(1);
    int columns = images.shape().dim(2);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        float paper = 1 - images.getFloat(image, i, j);
        g.setColor(new Color(paper, paper, paper));
        int x = j * CELL / columns;
        int y = i * CELL / rows;
        g.fillRect(left + x, above + y, (j + 1) * CELL / columns - x, (i + 1) * CELL / rows - y);
      }
    }
    g.setColor(SOFT);
    g.drawRect(left - 1, above - 1, CELL + 1, CELL + 1);
  }

  private static BufferedImage canvas(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.dispose();
    return image;
  }

  /** Writes an image as a PNG file that is either whole or not there. */
  static void write(BufferedImage image, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    Path part = Files.createTempFile(folder, ".part", ".png");
    part.toFile().deleteOnExit(); // should the program be interrupted
    try {
      ImageIO.write(image, "png", part.toFile());
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
