// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.junit;

import com.google.common.base.Preconditions;
import dev.adjoint.gradcheck.RandomGraph;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.catalog.OpInfo;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Arbitraries of jqwik for properties of ops and of what is made of them. They shrink to few axes,
 * small extents and zeros.
 */
public final class TensorArbitraries {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    Math.PI,
    1e-30,
    -1e-30,
    1e30,
    -1e30,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  private TensorArbitraries() {}

  /** Two shapes that broadcast against one another by NumPy's rule. */
  public record Pair(Shape first, Shape second) {}

  /**
   * Returns shapes of up to {@code rank} axes, each of an extent from 1 to {@code extent}.
   *
   * @throws IllegalArgumentException if {@code rank} is negative or {@code extent} not positive
   */
  public static Arbitrary<Shape> shapes(int rank, int extent) {
    Preconditions.checkArgument(
        rank >= 0 && extent > 0,
        "shapes: rank %s must be 0 or more, extent %s positive",
        rank,
        extent);
    return Arbitraries.integers()
        .between(1, extent)
        .list()
        .ofMaxSize(rank)
        .map(dims -> Shape.of(dims.stream().mapToInt(i -> i).toArray()));
  }

  /**
   * Returns pairs of shapes that broadcast: each has a part of the axes of a common shape, and some
   * extents of 1.
   *
   * @throws IllegalArgumentException if {@code rank} is negative or {@code extent} not positive
   */
  public static Arbitrary<Pair> broadcastablePairs(int rank, int extent) {
    return Combinators.combine(
            shapes(rank, extent),
            Arbitraries.integers().between(0, rank),
            Arbitraries.integers().between(0, rank),
            Arbitraries.integers().between(0, (1 << rank) - 1),
            Arbitraries.integers().between(0, (1 << rank) - 1))
        .as((common, leftOut, alsoLeftOut, ones, otherOnes) ->
            new Pair(part(common, leftOut, ones), part(common, alsoLeftOut, otherOnes)));
  }

  private static Shape part(Shape common, int leftOut, int ones) {
    int from = Math.min(leftOut, common.rank());
    int[] dims = new int[common.rank() - from];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = (ones >> axis & 1) == 1 ? 1 : common.dim(from + axis);
    }
    return Shape.of(dims);
  }

  /** Returns tensors of a floating dtype and a shape, of numbers from −4 to 4. */
  public static Arbitrary<Tensor> tensors(DType dtype, Shape shape) {
    return of(dtype, shape, Arbitraries.doubles().between(-4, 4));
  }

  /**
   * Returns tensors of a floating dtype and a shape, among whose numbers are zeros of both signs,
   * tiny and huge ones, infinities and NaN.
   */
  public static Arbitrary<Tensor> specialTensors(DType dtype, Shape shape) {
    Double[] special = Arrays.stream(SPECIAL).boxed().toArray(Double[]::new);
    return of(
        dtype,
        shape,
        Arbitraries.oneOf(Arbitraries.of(special), Arbitraries.doubles().between(-4, 4)));
  }

  private static Arbitrary<Tensor> of(DType dtype, Shape shape, Arbitrary<Double> numbers) {
    Preconditions.checkArgument(dtype.isFloating(), "tensors: %s is not floating", dtype);
    return numbers
        .list()
        .ofSize(shape.size())
        .map(list -> Tensor.of(dtype, shape, list.stream().mapToDouble(x -> x).toArray()));
  }

  /**
   * Returns functions of 1 to {@code most} ops with a point to try them at.
   *
   * @param catalog the ops to choose from, such as {@code OpCatalog.ops()}
   * @throws IllegalArgumentException if {@code most} is not positive
   */
  public static Arbitrary<RandomGraph> graphs(List<OpInfo> catalog, int most) {
    Preconditions.checkArgument(most > 0, "graphs: the number of ops must be positive: %s", most);
    return Combinators.combine(Arbitraries.integers().between(1, most), Arbitraries.longs())
        .as((ops, seed) -> RandomGraph.of(catalog, ops, seed));
  }
}
