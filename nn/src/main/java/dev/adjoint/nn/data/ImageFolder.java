// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Streams;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Reads images in folders, one for each class: {@code cats/1.png}, {@code dogs/1.jpg}. Files are
 * PNG, JPEG, GIF (the first image) or BMP, known by their content. Images of other sizes are
 * resized: linearly, and when they shrink as an average, as Pillow's {@code BILINEAR} does. They
 * are read with {@code javax.imageio}; a program on the module path must require {@code
 * java.desktop}. How a camera was held, which EXIF data in a photo may say, is not applied: the
 * numbers are those of the pixels as they are stored.
 *
 * @param channels 1 for grey, 3 for red, green and blue, 4 for these and alpha
 * @param rows the number of rows that images get
 * @param columns the number of columns
 */
public record ImageFolder(int channels, int rows, int columns) {
  /** Checks the parameters. */
  public ImageFolder {
    Preconditions.checkArgument(
        channels == 1 || channels == 3 || channels == 4,
        "images: channels must be 1 for grey, 3 for colour or 4 for colour and alpha: %s",
        channels);
    Preconditions.checkArgument(
        rows > 0 && columns > 0,
        "images: rows and columns must be positive: %s, %s",
        rows,
        columns);
  }

  /**
   * Returns images of one channel; colours count as in ITU-R BT.601, {@code 0.299·red + 0.587·green
   * + 0.114·blue}.
   */
  public static ImageFolder grey(int rows, int columns) {
    return new ImageFolder(1, rows, columns);
  }

  /** Returns images of the channels red, green and blue. */
  public static ImageFolder colour(int rows, int columns) {
    return new ImageFolder(3, rows, columns);
  }

  /**
   * Returns the images of all classes, F32 {@code [n, channels, rows, columns]} from 0 to 1.
   * Classes and files come in the order of their names. Files and folders whose name begins with a
   * point are passed over; folders within a class belong to it.
   *
   * @throws DataFileException if there is no class, a class without an image, a file that is no
   *     image or is damaged, or there are too many images for a tensor
   * @throws IllegalStateException if the program runs without the module {@code java.desktop}
   */
  public LabelledDataset read(Path folder) throws IOException {
    requireDesktop();
    if (!Files.isDirectory(folder)) {
      throw new DataFileException(
          folder.toString(), "expected a folder with a folder of images for each class");
    }
    List<Path> files = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Path of : classes(folder)) {
      List<Path> images = shown(of, Files::isRegularFile);
      if (images.isEmpty()) {
        throw new DataFileException(of.toString(), "expected an image of this class, found none");
      }
      images.forEach(image -> labels.add(names.size()));
      files.addAll(images);
      names.add(of.getFileName().toString());
    }
    return new LabelledDataset(
        new Dataset(read(folder, files), Tensor.of(labels.stream().mapToInt(i -> i).toArray())),
        LabelEncoder.ordered(names.toArray(String[]::new)));
  }

  private static ImmutableList<Path> classes(Path folder) throws IOException {
    List<Path> classes = new ArrayList<>();
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : entries.filter(ImageFolder::isShown).sorted().toList()) {
        if (!Files.isDirectory(entry)) {
          throw new DataFileException(
              entry.toString(), "expected only folders here, one for each class, found a file");
        }
        classes.add(entry);
      }
    }
    if (classes.isEmpty()) {
      throw new DataFileException(
          folder.toString(), "expected a folder of images for each class, found none");
    }
    return ImmutableList.copyOf(classes);
  }

  private static List<Path> shown(Path folder, Predicate<Path> kind) throws IOException {
    try (Stream<Path> entries = Files.walk(folder)) {
      return entries
          .filter(kind)
          .filter(file -> Streams.stream(folder.relativize(file)).allMatch(ImageFolder::isShown))
          .sorted()
          .toList();
    }
  }

  private static boolean isShown(Path entry) {
    return !entry.getFileName().toString().startsWith(".");
  }

  private Tensor read(Path folder, List<Path> files) throws IOException {
    // Capped, so that no product leaves a long.
    long size = Math.min(Math.min((long) channels * rows, 1L << 32) * columns, 1L << 32);
    if (size * files.size() > DataStream.LONGEST_ARRAY) {
      throw new DataFileException(
          folder.toString(),
          "expected at most %s numbers in a tensor, found %s images of %s × %s × %s"
              .formatted(DataStream.LONGEST_ARRAY, files.size(), channels, rows, columns));
    }
    float[] all = new float[Math.toIntExact(size * files.size())];
    int at = 0;
    for (Path file : files) {
      at = ImageFile.read(file, channels).resized(rows, columns, all, at);
    }
    return Tensor.wrap(Shape.of(files.size(), channels, rows, columns), all);
  }

  /**
   * Returns the image of one file, F32 {@code [channels, rows, columns]} from 0 to 1.
   *
   * @throws DataFileException if it is no image, or damaged
   * @throws IllegalStateException if the program runs without the module {@code java.desktop}
   */
  public Tensor image(Path file) throws IOException {
    requireDesktop();
    ImageFile image = ImageFile.read(file, channels);
    float[] numbers = new float[Shape.of("images", channels, rows, columns).size()];
    image.resized(rows, columns, numbers, 0);
    return Tensor.wrap(Shape.of(channels, rows, columns), numbers);
  }

  /**
   * Returns the image of one file in its own size, F32 {@code [channels, rows, columns]} from 0 to
   * 1.
   *
   * @param channels 1 for grey, 3 for red, green and blue, 4 for these and alpha
   * @throws DataFileException if it is no image, or damaged
   * @throws IllegalArgumentException if there is no such number of channels
   * @throws IllegalStateException if the program runs without the module {@code java.desktop}
   */
  public static Tensor image(Path file, int channels) throws IOException {
    requireDesktop();
    ImageFile image = ImageFile.read(file, new ImageFolder(channels, 1, 1).channels);
    return Tensor.wrap(Shape.of(channels, image.rows(), image.columns()), image.numbers());
  }

  /** Checks that the readers of the JDK are there, which the library needs for nothing else. */
  private static void requireDesktop() {
    try {
      Class.forName("javax.imageio.ImageIO", false, ImageFolder.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(
          "images: they are read by the module java.desktop, which this program runs without; add"
              + " 'requires java.desktop;' to its module-info.java",
          e);
    }
  }
}
