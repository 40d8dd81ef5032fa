// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.product;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * The batched product {@code op(a) · op(b)} whose operands are views that are read in place, such
 * as the heads of an attention, and whose result is written in the layout of a view of it. The
 * compiler makes it from a matrix product and the views around it; it is never differentiated.
 *
 * @param transposeA whether the last two axes of the left operand are taken transposed
 * @param transposeB whether the last two axes of the right operand are taken transposed
 * @param a the map of the left operand into the first input; empty if it is that input
 * @param b the map of the right operand into the second input; empty if it is that input
 * @param y how the product is written; empty if the output is the product
 */
public record ProductOfViews(
    boolean transposeA,
    boolean transposeB,
    Optional<IndexMap> a,
    Optional<IndexMap> b,
    Optional<Written> y)
    implements KernelOp {
  /**
   * The layout in which a product is written.
   *
   * @param product the shape of the product
   * @param map the map from the output into the product
   */
  public record Written(Shape product, IndexMap map) {}

  /** Returns the product of matrices that are transposed or not, none of them a view. */
  public static ProductOfViews of(boolean transposeA, boolean transposeB) {
    return new ProductOfViews(
        transposeA, transposeB, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * {@inheritDoc} An operand is read in place if its matrices are equally spaced, or in equally
   * spaced groups, and the rows or columns of each are contiguous. A single matrix is copied:
   * packing costs as much.
   */
  @Override
  public Optional<KernelOp> absorbing(int input, IndexMap map, Shape source) {
    Shape shape = map.shape();
    if ((input == 0 ? a : b).isPresent()
        || shape.rank() < 3
        || batch(shape).size() <= 1
        || map.offset() != 0
        || !map.isTotal()
        || map.isIdentity(source.size())
        || strides(shape, map.strides()).filter(s -> s.row() == 1 || s.column() == 1).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        input == 0
            ? new ProductOfViews(transposeA, transposeB, Optional.of(map), b, y)
            : new ProductOfViews(transposeA, transposeB, a, Optional.of(map), y));
  }

  /** {@inheritDoc} The rows or columns of the product must be contiguous in the view. */
  @Override
  public Optional<KernelOp> emitting(IndexMap map, Shape output) {
    Shape product = y.map(Written::product).orElse(output);
    Optional<IndexMap> whole = y.isEmpty() ? Optional.of(map) : composed(map, y.get().map);
    if (product.rank() < 3 || batch(product).size() <= 1) {
      return Optional.empty();
    }
    return whole
        .flatMap(view -> places(view, product))
        .flatMap(places -> strides(product, places))
        .filter(s -> s.row() == 1 || s.column() == 1)
        .map(_ -> new Written(product, whole.get()))
        .map(written -> new ProductOfViews(transposeA, transposeB, a, b, Optional.of(written)));
  }

  /** Returns the composition of two views if the axes of the outer are axes of the inner. */
  private static Optional<IndexMap> composed(IndexMap outer, IndexMap inner) {
    int[] strides = new int[outer.shape().rank()];
    for (int i = 0; i < strides.length; i++) {
      int dim = outer.shape().dim(i);
      int axis = axis(IndexMap.identity(inner.shape()), dim, outer.strides().get(i));
      if (dim > 1 && axis < 0) {
        return Optional.empty();
      }
      strides[i] = dim > 1 ? inner.strides().get(axis) : 0;
    }
    return Optional.of(IndexMap.of(outer.shape(), 0, ImmutableIntArray.copyOf(strides)));
  }

  /** Returns the distances in a view between neighbours along each axis of its operand. */
  private static Optional<ImmutableIntArray> places(IndexMap map, Shape source) {
    ImmutableIntArray from = source.strides();
    ImmutableIntArray to = map.shape().strides();
    ImmutableIntArray.Builder places = ImmutableIntArray.builder();
    for (int i = 0; i < source.rank(); i++) {
      int axis = source.dim(i) == 1 ? -1 : axis(map, source.dim(i), from.get(i));
      if (source.dim(i) > 1 && axis < 0) {
        return Optional.empty();
      }
      places.add(axis < 0 ? 0 : to.get(axis));
    }
    return Optional.of(places.build());
  }

  private static int axis(IndexMap map, int dim, int stride) {
    for (int i = 0; i < map.shape().rank(); i++) {
      if (map.shape().dim(i) == dim && map.strides().get(i) == stride) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Returns the layout of matrices with these strides along the axes; empty if it needs further
   * strides.
   */
  private static Optional<Strides> strides(Shape shape, ImmutableIntArray steps) {
    int rank = shape.rank();
    int[] dims = {1, 1};
    int[] distances = {0, 0};
    int level = -1;
    for (int i = rank - 3; i >= 0; i--) {
      int dim = shape.dim(i);
      if (dim == 1) {
        continue;
      }
      if (level >= 0 && steps.get(i) == dims[level] * distances[level]) {
        dims[level] *= dim;
      } else if (++level < dims.length) {
        dims[level] = dim;
        distances[level] = steps.get(i);
      } else {
        return Optional.empty();
      }
    }
    int row = steps.get(rank - 2);
    int column = steps.get(rank - 1);
    if (row < 0 || column < 0 || distances[0] < 0 || distances[1] < 0) {
      return Optional.empty();
    }
    return Optional.of(
        level < 1
            ? new Strides(distances[0], row, column)
            : new Strides(distances[0], row, column, dims[0], distances[1]));
  }

  private static Shape batch(Shape shape) {
    return shape.slice(0, shape.rank() - 2);
  }

  private Shape product(Shape left, Shape right) {
    return batch(left)
        .concat(Shape.of(left.dim(transposeA ? -1 : -2), right.dim(transposeB ? -2 : -1)));
  }

  private static Shape seen(Optional<IndexMap> map, TensorType input) {
    return map.map(IndexMap::shape).orElse(input.shape());
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    boolean fit =
        inputs.size() == 2
            && inputs.get(0).dtype() == inputs.get(1).dtype()
            && a.stream().allMatch(m -> m.staysWithin(inputs.get(0).size()))
            && b.stream().allMatch(m -> m.staysWithin(inputs.get(1).size()));
    if (!fit) {
      throw new ShapeException(name(), "its views leave the inputs " + inputs + ": " + this);
    }
    Shape product = product(seen(a, inputs.get(0)), seen(b, inputs.get(1)));
    return ImmutableList.of(inputs.getFirst().withShape(y.map(w -> w.map.shape()).orElse(product)));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    Shape left = seen(a, inputs.get(0));
    Shape right = seen(b, inputs.get(1));
    Shape product = product(left, right);
    int inner = left.dim(transposeA ? -2 : -1);
    GemmSize size = new GemmSize(batch(left).size(), product.dim(-2), product.dim(-1), inner);
    Strides x = strides(left, a.map(IndexMap::strides).orElse(left.strides())).orElseThrow();
    Strides z = strides(right, b.map(IndexMap::strides).orElse(right.strides())).orElseThrow();
    ImmutableIntArray places =
        y.map(w -> places(w.map, product).orElseThrow()).orElse(product.strides());
    Gemm gemm =
        Gemm.create(
            inputs.getFirst().dtype(),
            size,
            transposeA ? x.transposed() : x,
            transposeB ? z.transposed() : z,
            strides(product, places).orElseThrow());
    return (in, out, workers) -> gemm.run(in[0], in[1], out[0], workers);
  }

  @Override
  public String name() {
    return "matmul";
  }

  /** Returns which operands are transposed and which are views: {@code [view(a)·bᵀ → view]}. */
  @Override
  public String parameters() {
    return "["
        + (a.isPresent() ? "view(a)" : "a")
        + (transposeA ? "ᵀ·" : "·")
        + (b.isPresent() ? "view(b)" : "b")
        + (transposeB ? "ᵀ" : "")
        + (y.isPresent() ? " → view]" : "]");
  }
}
