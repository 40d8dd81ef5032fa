// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.ops.Elementwise;
import java.util.List;

/**
 * How far a float is from the value that a double holds: {@link Wide#ulpsTo} for 24 bits, as an op,
 * so that it runs in one loop with the function that gives the double. The operands are what was
 * got, what is right and, if the sign of a 0 counts, the input, all F64.
 *
 * @param signs whether the sign of a 0 counts, see {@link Measured#error}
 */
record UlpError(boolean signs) implements Elementwise {
  private static final long EXPONENT_BITS = 0x7FF0_0000_0000_0000L;

  /** Less the bits of a power of two, these are the bits of its inverse. */
  private static final long INVERSE_BITS = 0x7FE0_0000_0000_0000L;

  @Override
  public Scalar body(List<Scalar> x) {
    Scalar got = x.get(0);
    Scalar want = x.get(1);
    Scalar zero = got.like(0);
    Scalar infinity = got.like(Double.POSITIVE_INFINITY);
    Scalar size = want.bitcast().and(Scalar.constant(DType.I64, EXPONENT_BITS));
    Scalar inverse = Scalar.constant(DType.I64, INVERSE_BITS).sub(size).bitcast();
    Scalar perUlp = inverse.mul(0x1p23).min(got.like(0x1p149)).max(got.like(0x1p-104));
    Scalar infinite = got.abs().equal(infinity);
    Scalar end = zero.less(got).select(got.like(0x1p128), got.like(-0x1p128));
    Scalar error = infinite.select(end, got).sub(want).abs().mul(perUlp);
    Scalar beyond =
        got.like(0x1p128).lessEqual(want.abs()).and(zero.less(got).equal(zero.less(want)));
    Scalar finite = infinite.and(beyond).select(zero, error);
    Scalar undefined = got.equal(got).or(want.equal(want)).select(infinity, zero);
    Scalar y = finite.equal(finite).select(finite, undefined);
    if (!signs) {
      return y;
    }
    Scalar differ = got.bitcast().xor(want.bitcast()).less(Scalar.constant(DType.I64, 0));
    Scalar counts = want.equal(zero).not().or(x.get(2).equal(zero));
    return got.equal(zero).and(differ).and(counts).select(infinity, y);
  }
}
