// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.picture;

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
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures as such: made, put side by side, written to files. */
public final class Pictures {
  private static final int TITLE = 44;
  private static final int MARGIN = 18;

  private Pictures() {}

  /** Returns whether this Java finds a font to write with: on a bare machine it may not. */
  public static boolean canBeDrawn() {
    try {
      new TextLayout(
          "0", new Font(Font.SANS_SERIF, Font.PLAIN, 12), new FontRenderContext(null, true, true));
      return true;
    } catch (RuntimeException | Error _) {
      // The JDK says so with exceptions of no class of their own, depending on what is missing.
      return false;
    }
  }

  /** Returns a white picture. */
  static BufferedImage canvas(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    g.setColor(Color.WHITE);
    g.fillRect(0, 0, width, height);
    g.dispose();
    return image;
  }

  /** Returns something to draw on a picture with, smooth lines and letters. */
  static Graphics2D brush(BufferedImage image) {
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    return g;
  }

  /** Returns pictures in rows of so many columns. */
  public static BufferedImage rows(int columns, List<BufferedImage> pictures) {
    int width = pictures.stream().mapToInt(BufferedImage::getWidth).max().orElseThrow();
    int height = pictures.stream().mapToInt(BufferedImage::getHeight).max().orElseThrow();
    int across = Math.min(columns, pictures.size());
    BufferedImage all = canvas(across * width, (pictures.size() + columns - 1) / columns * height);
    Graphics2D g = all.createGraphics();
    for (int i = 0; i < pictures.size(); i++) {
      g.drawImage(pictures.get(i), i % columns * width, i / columns * height, null);
    }
    g.dispose();
    return all;
  }

  /** Returns pictures side by side. */
  public static BufferedImage beside(BufferedImage... pictures) {
    return rows(pictures.length, List.of(pictures));
  }

  /** Returns pictures one below the other, each as high as it is. */
  public static BufferedImage below(BufferedImage... pictures) {
    int width = Arrays.stream(pictures).mapToInt(BufferedImage::getWidth).max().orElseThrow();
    int height = Arrays.stream(pictures).mapToInt(BufferedImage::getHeight).sum();
    BufferedImage all = canvas(width, height);
    Graphics2D g = all.createGraphics();
    int top = 0;
    for (BufferedImage picture : pictures) {
      g.drawImage(picture, 0, top, null);
      top += picture.getHeight();
    }
    g.dispose();
    return all;
  }

  /** Returns a picture under a title. */
  public static BufferedImage titled(String title, BufferedImage picture) {
    FontRenderContext context = new FontRenderContext(null, true, true);
    int written = (int) Palette.bold(19).getStringBounds(title, context).getWidth();
    int width = Math.max(picture.getWidth(), written + 2 * MARGIN);
    BufferedImage all = canvas(width, picture.getHeight() + TITLE);
    Graphics2D g = brush(all);
    g.drawImage(picture, 0, TITLE, null);
    g.setColor(Palette.INK);
    g.setFont(Palette.bold(19));
    g.drawString(title, MARGIN, 31);
    g.dispose();
    return all;
  }

  /** Writes a picture as a PNG file that is either whole or not there. */
  public static void write(BufferedImage image, Path file) throws IOException {
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
