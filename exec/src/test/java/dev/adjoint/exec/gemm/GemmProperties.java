// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.DType;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class GemmProperties {
  private static final WorkerPool WORKERS = WorkerPool.of(3);

  @Property(tries = 300)
  void anySizeAndLayoutHasTheBitsOfTheTripleLoop(
      @ForAll("sizes") GemmSize size,
      @ForAll("dtypes") DType dtype,
      @ForAll("widths") int bits,
      @ForAll boolean transA,
      @ForAll boolean transB,
      @ForAll @IntRange(max = 9) int gap) {
    var product = GemmCase.of(dtype, size, transA, transB, gap);
    product.run(product.gemm(bits), WORKERS);
    product.assertResult(bits + " bits");
  }

  @Property(tries = 200)
  void anyStridesHaveTheBitsOfTheTripleLoop(
      @ForAll("sizes") GemmSize size,
      @ForAll("dtypes") DType dtype,
      @ForAll("widths") int bits,
      @ForAll("strides") Strides a,
      @ForAll("strides") Strides b,
      @ForAll long seed) {
    var product = GemmCase.of(dtype, size, a, b, seed);
    product.run(product.gemm(bits), WORKERS);
    product.assertResult(bits + " bits");
  }

  @Property(tries = 300)
  void anyPackedRightOperandGivesTheBitsOfTheTripleLoop(
      @ForAll @IntRange(min = 1, max = 70) int m,
      @ForAll @IntRange(min = 1, max = 140) int n,
      @ForAll @IntRange(min = 1, max = 600) int k,
      @ForAll("dtypes") DType dtype,
      @ForAll("widths") int bits,
      @ForAll boolean transB,
      @ForAll @IntRange(max = 9) int gap) {
    var product = GemmCase.of(dtype, new GemmSize(1, m, n, k), false, transB, gap);
    product.runPacked(bits, WORKERS);
    product.assertResult(bits + " bits, packed");
  }

  @Provide
  Arbitrary<GemmSize> sizes() {
    var lengths = Arbitraries.integers().between(0, 140);
    return Combinators.combine(Arbitraries.integers().between(0, 6), lengths, lengths, lengths)
        .as(GemmSize::new);
  }

  /** Any strides at all, even such that elements of the operand share a place. */
  @Provide
  Arbitrary<Strides> strides() {
    var distances = Arbitraries.integers().between(0, 40);
    return Combinators.combine(distances, distances, distances).as(Strides::new);
  }

  @Provide
  Arbitrary<DType> dtypes() {
    return Arbitraries.of(DType.F32, DType.F64);
  }

  @Provide
  Arbitrary<Integer> widths() {
    return Arbitraries.of(VectorSupport.SCALAR, 128, 256, 512);
  }
}
