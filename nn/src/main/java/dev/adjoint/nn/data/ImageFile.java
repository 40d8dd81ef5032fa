// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The numbers of an image, from 0 to 1.
 *
 * @param channels the number of channels
 * @param rows the number of rows
 * @param columns the number of columns
 * @param numbers {@code [channels, rows, columns]}
 */
record ImageFile(int channels, int rows, int columns, float[] numbers) {
  private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");

  /** More than any camera takes. */
  private static final long MOST_PIXELS = 1L << 28;

  /** No format packs more pixels into a byte: 8 in a byte of PNG, 1032 of these in a packed one. */
  private static final long MOST_PIXELS_A_BYTE = 8 * 1032;

  private static final long PNG = 0x89504e470d0a1a0aL;

  /**
   * Returns the image of a file.
   *
   * @param channels 1, 3 or 4
   * @throws DataFileException if it is no image, or damaged
   */
  static ImageFile read(Path file, int channels) throws IOException {
    if (Files.isDirectory(file)) {
      throw new DataFileException(file.toString(), "expected a file, found a folder");
    }
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException _) {
      throw new DataFileException(file.toString(), "there is no such file");
    }
    checkChunks(file, bytes);
    try {
      return decoded(file, bytes, channels);
    } catch (DataFileException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The readers of the JDK throw both where an image is damaged.
      throw new DataFileException(
          file.toString(), "expected a whole image: " + String.valueOf(e.getMessage()));
    }
  }

  /** Checks that no chunk of a PNG file says that it is longer than the file. */
  private static void checkChunks(Path file, byte[] bytes) throws DataFileException {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (bytes.length < Long.BYTES || in.getLong() != PNG) {
      return;
    }
    while (in.remaining() >= Integer.BYTES) {
      int place = in.position();
      long length = Integer.toUnsignedLong(in.getInt());
      long room = in.remaining() - 2L * Integer.BYTES; // for kind and checksum
      if (length > room) {
        throw new DataFileException(
            file.toString(),
            "at byte %s: expected the length of a chunk, at most %s up to the end, found %s"
                .formatted(place, Math.max(room, 0), length));
      }
      in.position((int) (in.position() + length + 2 * Integer.BYTES));
    }
  }

  private static ImageFile decoded(Path file, byte[] bytes, int channels) throws IOException {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw noImage(file, "something else");
      }
      ImageReader reader = readers.next();
      try {
        String format = reader.getFormatName().toLowerCase(Locale.ROOT);
        if (!FORMATS.contains(format)) {
          throw noImage(file, format);
        }
        reader.setInput(in, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        long most = Math.min(MOST_PIXELS, bytes.length * MOST_PIXELS_A_BYTE);
        if (pixels > most) {
          throw new DataFileException(
              file.toString(),
              "expected an image of at most %s pixels in a file of %s bytes, found %s × %s"
                  .formatted(most, bytes.length, reader.getHeight(0), reader.getWidth(0)));
        }
        return of(reader.read(0), channels);
      } finally {
        reader.dispose();
      }
    }
  }

  private static DataFileException noImage(Path file, String found) {
    return new DataFileException(
        file.toString(), "expected an image, PNG, JPEG, GIF or BMP, found " + found);
  }

  private static ImageFile of(BufferedImage image, int channels) {
    int rows = image.getHeight();
    int columns = image.getWidth();
    float[] numbers = new float[channels * rows * columns];
    boolean isGrey =
        image.getRaster().getNumBands() <= 2 && !(image.getColorModel() instanceof IndexColorModel);
    float[] pixel = new float[4];
    int size = rows * columns;
    for (int at = 0; at < size; at++) {
      if (isGrey) {
        grey(image, at % columns, at / columns, pixel);
      } else {
        colour(image.getRGB(at % columns, at / columns), pixel);
      }
      if (channels == 1) {
        numbers[at] = isGrey ? pixel[0] : 0.299f * pixel[0] + 0.587f * pixel[1] + 0.114f * pixel[2];
      } else {
        for (int channel = 0; channel < channels; channel++) {
          numbers[channel * size + at] = pixel[channel];
        }
      }
    }
    return new ImageFile(channels, rows, columns, numbers);
  }

  /** Reads the sample itself: as a colour, Java takes grey for linear light and brightens it. */
  private static void grey(BufferedImage image, int x, int y, float[] pixel) {
    Raster raster = image.getRaster();
    float most = (1 << raster.getSampleModel().getSampleSize(0)) - 1;
    float value = raster.getSample(x, y, 0) / most;
    pixel[0] = value;
    pixel[1] = value;
    pixel[2] = value;
    pixel[3] = raster.getNumBands() == 2 ? raster.getSample(x, y, 1) / most : 1;
  }

  private static void colour(int argb, float[] pixel) {
    pixel[0] = (argb >> 16 & 0xff) / 255f;
    pixel[1] = (argb >> 8 & 0xff) / 255f;
    pixel[2] = (argb & 0xff) / 255f;
    pixel[3] = (argb >>> 24) / 255f;
  }

  /**
   * Writes the image in another size: each number is a mean of those about it, weighted by their
   * distance, in a window that grows as the image shrinks (a triangle filter).
   *
   * @param newRows the number of rows
   * @param newColumns the number of columns
   * @param to where the numbers go
   * @param from the place of the first one
   * @return the place behind the last one
   */
  int resized(int newRows, int newColumns, float[] to, int from) {
    Weights across = Weights.of(columns, newColumns);
    Weights down = Weights.of(rows, newRows);
    float[] narrow = new float[Math.multiplyExact(rows, newColumns)];
    int at = from;
    for (int channel = 0; channel < channels; channel++) {
      int start = channel * rows * columns;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < newColumns; column++) {
          narrow[row * newColumns + column] =
              across.mean(numbers, start + row * columns, 1, column);
        }
      }
      for (int row = 0; row < newRows; row++) {
        for (int column = 0; column < newColumns; column++) {
          to[at++] = down.mean(narrow, column, newColumns, row);
        }
      }
    }
    return at;
  }

  /**
   * What each new place of a line takes from the old ones.
   *
   * @param first the first old place that counts
   * @param shares those of the old places from there on; their sum is 1
   */
  private record Weights(int[] first, float[][] shares) {
    static Weights of(int old, int size) {
      int[] first = new int[size];
      float[][] shares = new float[size][];
      double scale = (double) old / size;
      double reach = Math.max(scale, 1);
      for (int i = 0; i < size; i++) {
        double middle = (i + 0.5) * scale;
        int from = (int) Math.max(0, Math.floor(middle - reach + 0.5));
        int end = (int) Math.min(old, Math.floor(middle + reach + 0.5));
        first[i] = from;
        double[] weights = new double[end - from];
        double sum = 0;
        for (int k = 0; k < weights.length; k++) {
          weights[k] = Math.max(0, 1 - Math.abs((from + k + 0.5 - middle) / reach));
          sum += weights[k];
        }
        shares[i] = new float[weights.length];
        for (int k = 0; k < weights.length; k++) {
          shares[i][k] = (float) (weights[k] / sum);
        }
      }
      return new Weights(first, shares);
    }

    float mean(float[] numbers, int start, int step, int place) {
      double sum = 0;
      for (int k = 0; k < shares[place].length; k++) {
        sum += (double) shares[place][k] * numbers[start + (first[place] + k) * step];
      }
      return (float) sum;
    }
  }
}
