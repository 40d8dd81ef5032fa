// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.function.DoubleFunction;

/** A text on whose characters something is said in colours. */
public final class TextHeat {
  private static final int WIDTH = 13;
  private static final int HEIGHT = 24;
  private static final int MARGIN = 18;

  private TextHeat() {}

  /**
   * Returns a picture of a text.
   *
   * @param values a value for each character
   * @param columns how many characters a line has
   * @param color the colour of a value
   */
  public static BufferedImage of(
      String text, double[] values, int columns, DoubleFunction<Color> color) {
    int rows = (text.length() + columns - 1) / columns;
    BufferedImage image = Pictures.canvas(2 * MARGIN + columns * WIDTH, 2 * MARGIN + rows * HEIGHT);
    Graphics2D g = Pictures.brush(image);
    g.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 17));
    for (int i = 0; i < text.length(); i++) {
      int left = MARGIN + i % columns * WIDTH;
      int top = MARGIN + i / columns * HEIGHT;
      g.setColor(color.apply(values[i]));
      g.fillRect(left, top, WIDTH, HEIGHT - 2);
      g.setColor(Palette.INK);
      String shown = text.charAt(i) == '\n' ? "¶" : text.substring(i, i + 1);
      g.drawString(shown, left + 1, top + HEIGHT * 2 / 3);
    }
    g.dispose();
    return image;
  }
}
