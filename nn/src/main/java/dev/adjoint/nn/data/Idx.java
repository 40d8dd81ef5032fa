// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads IDX files, in which MNIST and its relatives come: a magic number, the extents, then
 * unsigned bytes, row-major. Files may be packed with gzip, whatever their names say.
 *
 * <p>Format: Y. LeCun, C. Cortes, C. Burges, <i>The MNIST database of handwritten digits</i>.
 */
public final class Idx {
  private static final int UNSIGNED_BYTES = 0x0800;
  private static final int IMAGE_AXES = 3;
  private static final int LABEL_AXES = 1;

  /** The element types by the third byte of a magic number. */
  private static final ImmutableMap<Integer, String> ELEMENTS =
      ImmutableMap.of(
          0x08, "unsigned bytes",
          0x09, "signed bytes",
          0x0b, "16-bit integers",
          0x0c, "32-bit integers",
          0x0d, "32-bit floating-point numbers",
          0x0e, "64-bit floating-point numbers");

  /** Stands for every larger number of bytes; times an extent it still fits a long. */
  private static final long TOO_LARGE = 1L << 32;

  private Idx() {}

  /**
   * Returns labelled images.
   *
   * @param images a file of images
   * @param labels a file of as many labels
   * @param classes the number of classes; labels are below it
   * @throws DataFileException if a file is malformed, or if the files do not belong together
   * @throws IllegalArgumentException if there is no class
   */
  public static Dataset dataset(Path images, Path labels, int classes) throws IOException {
    Tensor targets = labels(labels, classes);
    Tensor features = images(images);
    int n = features.shape().dim(0);
    if (n != targets.shape().dim(0)) {
      throw new DataFileException(
          labels.toString(),
          "at byte 4: expected as many labels as %s has images, %s, found %s"
              .formatted(images, n, targets.shape().dim(0)));
    }
    return new Dataset(features, targets);
  }

  /**
   * Returns the images of a file as F32 {@code [n, rows, columns]}, from 0 to 1.
   *
   * @throws DataFileException if the file does not hold images
   */
  public static Tensor images(Path file) throws IOException {
    try (DataStream in = DataStream.open(file)) {
      Shape shape = header(in, IMAGE_AXES);
      byte[] pixels = body(in, shape);
      float[] values = new float[pixels.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Byte.toUnsignedInt(pixels[i]) / 255f;
      }
      return Tensor.wrap(shape, values);
    }
  }

  /**
   * Returns the labels of a file as I32 {@code [n]}.
   *
   * @param classes the number of classes; labels are below it
   * @throws DataFileException if the file does not hold labels
   * @throws IllegalArgumentException if there is no class
   */
  public static Tensor labels(Path file, int classes) throws IOException {
    Preconditions.checkArgument(classes > 0, "idx: classes must be positive: %s", classes);
    try (DataStream in = DataStream.open(file)) {
      Shape shape = header(in, LABEL_AXES);
      long start = in.offset();
      byte[] labels = body(in, shape);
      int[] values = new int[labels.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = Byte.toUnsignedInt(labels[i]);
        if (values[i] >= classes) {
          throw in.errorAt(
              start + i,
              "expected a label from 0 to %s, found %s".formatted(classes - 1, values[i]));
        }
      }
      return Tensor.wrap(shape, values);
    }
  }

  /** Reads magic number and extents, and checks that the file can be as long as they say. */
  private static Shape header(DataStream in, int axes) throws IOException {
    int magic = word(in, axes);
    if (magic != UNSIGNED_BYTES + axes) {
      throw in.errorAt(
          0,
          "expected %s, magic number %s, found %s%s"
              .formatted(kind(axes), hex(UNSIGNED_BYTES + axes), hex(magic), hint(magic)));
    }
    List<Integer> extents = new ArrayList<>();
    long size = 1;
    for (int i = 0; i < axes; i++) {
      long place = in.offset();
      int extent = word(in, axes);
      if (extent <= 0) {
        throw in.errorAt(
            place,
            "expected the %s, found %s"
                .formatted(i == 0 ? "number of items" : "extent of an image", extent));
      }
      extents.add(extent);
      size = Math.min(size * extent, TOO_LARGE);
    }
    if (size > in.maxSize() - in.offset() && !in.isPacked()) {
      throw tooShort(in, extents, size, in.offset(), in.maxSize());
    }
    if (size > Math.min(in.maxSize(), DataStream.LONGEST_ARRAY)) {
      throw in.errorAt(
          in.offset(),
          "expected %s bytes, more than %s can hold"
              .formatted(
                  product(extents, size),
                  size > in.maxSize() ? "a file of this size" : "an array of Java"));
    }
    return Shape.of(extents.stream().mapToInt(e -> e).toArray());
  }

  private static byte[] body(DataStream in, Shape shape) throws IOException {
    byte[] bytes = in.read(shape.size());
    List<Integer> extents = shape.dims().asList();
    if (bytes.length < shape.size()) {
      long start = in.offset() - bytes.length;
      throw tooShort(in, extents, shape.size(), start, in.offset());
    }
    long end = in.offset();
    if (in.read(1).length > 0) {
      throw in.errorAt(
          end,
          "expected the end after %s bytes, found more".formatted(product(extents, shape.size())));
    }
    return bytes;
  }

  private static DataFileException tooShort(
      DataStream in, List<Integer> extents, long size, long start, long end) {
    return in.errorAt(
        end,
        "expected %s bytes from byte %s on, but the data ends here%s"
            .formatted(
                product(extents, size),
                start,
                size == TOO_LARGE ? "" : ", " + (size - (end - start)) + " bytes short"));
  }

  private static int word(DataStream in, int axes) throws IOException {
    long place = in.offset();
    byte[] bytes = in.read(Integer.BYTES);
    if (bytes.length < Integer.BYTES) {
      throw in.errorAt(
          place,
          "expected the header of %s, %s bytes, but the data ends at byte %s"
              .formatted(kind(axes), Integer.BYTES * (1 + axes), in.offset()));
    }
    return ByteBuffer.wrap(bytes).getInt();
  }

  private static String kind(int axes) {
    return "an IDX file of " + (axes == IMAGE_AXES ? "images" : "labels");
  }

  private static String hex(int magic) {
    return DataStream.hex(Integer.toUnsignedLong(magic), 8);
  }

  /** Returns the meaning of an unexpected magic number, for the error; empty if it has none. */
  private static String hint(int magic) {
    int axes = magic & 0xff;
    String elements = ELEMENTS.get(magic >> 8);
    if (elements == null) {
      return "";
    }
    return magic == UNSIGNED_BYTES + IMAGE_AXES || magic == UNSIGNED_BYTES + LABEL_AXES
        ? ", " + kind(axes)
        : ", an IDX file of %s with %s axes".formatted(elements, axes);
  }

  private static String product(List<Integer> extents, long size) {
    String factors = extents.stream().map(String::valueOf).collect(Collectors.joining(" × "));
    return extents.size() == 1 ? factors : factors + (size < TOO_LARGE ? " = " + size : "");
  }
}
