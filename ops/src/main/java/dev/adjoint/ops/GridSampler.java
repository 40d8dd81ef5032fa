// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import java.util.ArrayList;
import java.util.List;

/**
 * Samples images at places that are computed. Images are turned so that the channels of a place lie
 * side by side, and a place is looked up for all of them at once.
 */
final class GridSampler {
  private final Shape image;
  private final int axes;
  private final boolean alignCorners;
  private final GridPadding padding;

  /** The channels of each place of each image: {@code [batch·places, channels]}. */
  private final Expr rows;

  /** For each spatial axis where to sample, in elements: {@code [batch, samples]}. */
  private final List<Expr> places = new ArrayList<>();

  GridSampler(Expr x, Expr grid, GridPadding padding, boolean alignCorners) {
    image = x.shape();
    axes = image.rank() - 2;
    this.alignCorners = alignCorners;
    this.padding = padding;
    check(x, grid);
    Expr last = x.moveAxis(1, -1);
    rows = last.reshape(Shape.of(image.dim(0) * spatial().size(), image.dim(1)));
    int batch = image.dim(0);
    int samples = grid.shape().slice(1, grid.shape().rank() - 1).size();
    for (int i = 0; i < axes; i++) {
      // The first coordinate is that of the last axis.
      Expr coordinate = grid.select(-1, axes - 1 - i).reshape(Shape.of(batch, samples));
      places.add(padded(unscaled(coordinate, image.dim(2 + i)), image.dim(2 + i)));
    }
  }

  private void check(Expr x, Expr grid) {
    Shape to = grid.shape();
    boolean fits =
        axes >= 1
            && to.rank() == image.rank()
            && to.dim(0) == image.dim(0)
            && to.dim(-1) == axes
            && x.dtype().isFloating()
            && grid.dtype() == x.dtype();
    if (!fits) {
      throw new ShapeException(
          "gridSample",
          "needs images [batch, channels, spatial…] and a coordinate for each spatial axis along"
              + " the last axis of a grid [batch, …], got %s, %s".formatted(x.type(), grid.type()));
    }
    if (spatial().size() == 0) {
      throw new ShapeException("gridSample", "images %s have no elements".formatted(image));
    }
  }

  private Shape spatial() {
    return image.slice(2, image.rank());
  }

  /** Returns coordinates from −1 to 1 as numbers of elements. */
  private Expr unscaled(Expr coordinate, int extent) {
    return alignCorners
        ? coordinate.add(1).mul((extent - 1) / 2.0)
        : coordinate.add(1).mul(extent).sub(1).mul(0.5);
  }

  private Expr padded(Expr place, int extent) {
    return switch (padding) {
      case ZEROS -> place;
      case BORDER -> place.clamp(0, extent - 1);
      case REFLECTION -> reflected(place, extent).clamp(0, extent - 1);
    };
  }

  private Expr reflected(Expr place, int extent) {
    double first = alignCorners ? 0 : -0.5;
    double span = alignCorners ? extent - 1 : extent;
    if (span == 0) {
      return place.zerosLike();
    }
    Expr behind = place.sub(first).abs().remainder(2 * span);
    return behind.minimum(behind.rsub(2 * span)).add(first);
  }

  /** Returns the samples in the shape of the grid. */
  private Expr shaped(Expr samples, Expr grid) {
    Shape shape = grid.shape().slice(0, grid.shape().rank() - 1);
    return samples.reshape(shape.concat(Shape.of(image.dim(1)))).moveAxis(-1, 1);
  }

  /** Returns the elements nearest to the places. */
  Expr nearest(Expr grid) {
    return shaped(element(places.stream().map(Expr::round).toList()), grid);
  }

  /** Returns what lies between the elements around the places. */
  Expr linear(Expr grid) {
    List<Expr> below = places.stream().map(Expr::floor).toList();
    Expr sum = null;
    for (int corner = 0; corner < 1 << axes; corner++) {
      List<Expr> at = new ArrayList<>();
      Expr weight = null;
      for (int i = 0; i < axes; i++) {
        boolean above = (corner >> i & 1) == 1;
        Expr part = places.get(i).sub(below.get(i));
        part = above ? part : part.rsub(1);
        weight = weight == null ? part : weight.mul(part);
        at.add(above ? below.get(i).add(1) : below.get(i));
      }
      Expr share = element(at).mul(weight.expandDims(-1));
      sum = sum == null ? share : sum.add(share);
    }
    return shaped(sum, grid);
  }

  /** Returns the channels {@code [batch, samples, channels]} of elements; 0 where there is none. */
  private Expr element(List<Expr> at) {
    Expr row = null;
    Expr inside = null;
    for (int i = 0; i < axes; i++) {
      int extent = image.dim(2 + i);
      Expr here = at.get(i).greaterEqual(0).and(at.get(i).lessEqual(extent - 1));
      Expr index = at.get(i).clamp(0, extent - 1).cast(DType.I32);
      inside = inside == null ? here : inside.and(here);
      row = row == null ? index : row.mul(extent).add(index);
    }
    int batch = image.dim(0);
    Expr images = Positions.arange(DType.I32, batch, spatial().size());
    Expr own = rows.gather(0, row.add(images.expandDims(1)));
    return Expr.where(inside.expandDims(-1), own, 0);
  }
}
