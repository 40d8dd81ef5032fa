// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.picture;

import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.Dataset;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/** Small images in rows, each with a word below it or none. */
public final class ImageGrid {
  private static final int GAP = 10;
  private static final int CAPTION = 22;
  private static final int LEAST_COLUMNS = 3;
  private static final int MOST_COLUMNS = 8;
  private static final int MOST = 48;

  private record Cell(double[] pixels, int rows, int columns, String caption) {}

  private final int columns;
  private final int side;
  private final DoubleFunction<Color> color;
  private final List<Cell> cells = new ArrayList<>();

  /**
   * Creates an empty grid.
   *
   * @param columns how many images stand side by side
   * @param side the length of the longer side of an image in pixels
   * @param color the colour of a value
   */
  public ImageGrid(int columns, int side, DoubleFunction<Color> color) {
    this.columns = columns;
    this.side = side;
    this.color = color;
  }

  /** Adds each image of {@code [n, rows, columns]}, without words. */
  public ImageGrid addAll(Tensor images) {
    for (int i = 0; i < images.shape().dim(0); i++) {
      add(images, i, "");
    }
    return this;
  }

  /** Adds one image of {@code [n, rows, columns]}. */
  public ImageGrid add(Tensor images, int number, String caption) {
    int height = images.shape().dim(1);
    int width = images.shape().dim(2);
    double[] pixels = new double[height * width];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = images.buffer().getDouble(number * pixels.length + i);
    }
    cells.add(new Cell(pixels, height, width, caption));
    return this;
  }

  /** Returns the images that were misread, each with its digit and what it was taken for. */
  public static BufferedImage mistakes(Dataset test, Tensor predicted) {
    int[] wrong =
        IntStream.range(0, test.size())
            .filter(i -> test.targets().getInt(i) != predicted.getInt(i))
            .toArray();
    int shown = Math.min(wrong.length, MOST);
    ImageGrid grid =
        new ImageGrid(Math.clamp(shown, LEAST_COLUMNS, MOST_COLUMNS), 112, Palette::ink);
    for (int i = 0; i < shown; i++) {
      int digit = test.targets().getInt(wrong[i]);
      grid.add(
          test.features(), wrong[i], "%s, read as %s".formatted(digit, predicted.getInt(wrong[i])));
    }
    String more = shown < wrong.length ? ", the first " + shown : "";
    return Pictures.titled(
        "%s of %s misread%s".formatted(wrong.length, test.size(), more), grid.image());
  }

  /** Returns the picture. */
  public BufferedImage image() {
    int caption = cells.stream().allMatch(cell -> cell.caption.isEmpty()) ? 0 : CAPTION;
    int height =
        cells.stream()
            .mapToInt(c -> side * c.rows / Math.max(c.rows, c.columns))
            .max()
            .orElse(side);
    int rows = (cells.size() + columns - 1) / columns;
    BufferedImage sheet =
        Pictures.canvas(
            2 * GAP + columns * (side + GAP), 2 * GAP + rows * (height + caption + GAP));
    Graphics2D g = Pictures.brush(sheet);
    g.setFont(Palette.plain(13));
    for (int i = 0; i < cells.size(); i++) {
      int left = GAP + GAP / 2 + i % columns * (side + GAP);
      int above = GAP + i / columns * (height + caption + GAP);
      draw(g, cells.get(i), left, above);
      g.setColor(Palette.INK);
      g.drawString(cells.get(i).caption, left, above + height + CAPTION * 3 / 4);
    }
    g.dispose();
    return sheet;
  }

  private void draw(Graphics2D g, Cell cell, int left, int above) {
    int longest = Math.max(cell.rows, cell.columns);
    int width = side * cell.columns / longest;
    int height = side * cell.rows / longest;
    for (int i = 0; i < cell.pixels.length; i++) {
      int row = i / cell.columns;
      int column = i % cell.columns;
      int x = column * width / cell.columns;
      int y = row * height / cell.rows;
      g.setColor(color.apply(cell.pixels[i]));
      g.fillRect(
          left + x,
          above + y,
          (column + 1) * width / cell.columns - x,
          (row + 1) * height / cell.rows - y);
    }
    g.setColor(Palette.mix(Palette.SOFT, Color.WHITE, 0.4));
    g.drawRect(left - 1, above - 1, width + 1, height + 1);
  }
}
