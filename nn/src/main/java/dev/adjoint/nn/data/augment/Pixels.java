// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.augment;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;

/**
 * The geometry of images {@code [n, rows, columns]} or {@code [n, channels, rows, columns]}.
 *
 * @param n how many images there are
 * @param channels how many planes an image has
 */
record Pixels(int n, int channels, int rows, int columns) {
  /** Changes one plane of an image. */
  @FunctionalInterface
  interface Plane {
    /**
     * Writes the changed plane.
     *
     * @param from the numbers of all images
     * @param to where those of the changed images go; zeros before
     * @param start where the plane begins in both
     */
    void write(Buffer from, Buffer to, int start);
  }

  /** Decides the change of one image; all its planes are changed alike. */
  @FunctionalInterface
  interface Change {
    Plane of(ExampleDraws draws, Pixels pixels);
  }

  static Pixels of(String who, Tensor images) {
    Shape shape = images.shape();
    if (shape.rank() != 3 && shape.rank() != 4 || !images.dtype().isFloating()) {
      throw new ShapeException(
          who,
          "needs floating images [n, rows, columns] or [n, channels, rows, columns], got "
              + images.type());
    }
    int last = shape.rank() - 1;
    return new Pixels(
        shape.dim(0), last == 3 ? shape.dim(1) : 1, shape.dim(last - 1), shape.dim(last));
  }

  /** Returns the examples with each image changed. */
  static Dataset map(String who, Dataset data, Seed seed, Change change) {
    return data.mapFeatures(images -> {
      Pixels pixels = of(who, images);
      Buffer changed = Buffer.allocate(images.dtype(), images.size());
      Buffer source =
          Buffer.wrap(
              images.dtype(), images.buffer().array(), images.buffer().offset(), images.size());
      int size = pixels.rows * pixels.columns;
      for (int i = 0; i < pixels.n; i++) {
        Plane plane = change.of(new ExampleDraws(seed, i), pixels);
        for (int channel = 0; channel < pixels.channels; channel++) {
          plane.write(source, changed, (i * pixels.channels + channel) * size);
        }
      }
      return Tensor.over(images.shape(), changed);
    });
  }
}
