// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.random;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.random.DrawKernel;
import dev.adjoint.ops.kernel.random.Draws;
import dev.adjoint.ops.kernel.random.RandomKernel;
import java.util.List;

/**
 * {@code y} has independent numbers of the standard normal distribution given that they lie between
 * two bounds, which may be infinite and may lie far out. It has no derivative.
 *
 * <p>Drawn by rejection, from the normal distribution itself, from an even one between the bounds,
 * or in the tail from an exponential one (Robert, <i>Simulation of Truncated Normal Variables</i>,
 * 1995), whichever is accepted most often. In F32 the bounds are rounded like the numbers.
 *
 * @param type the type of the output, of dtype F32 or F64
 * @param stream which of 2⁶⁴ independent sequences of the key
 * @param low the lower bound, may be −∞
 * @param high the upper bound, may be ∞
 */
public record TruncatedNormal(TensorType type, long stream, double low, double high)
    implements KernelOp, SingleOutput {
  /** Each is accepted with a probability of at least 0.49. */
  private static final int ATTEMPTS = 128;

  /** Checks the bounds. */
  public TruncatedNormal {
    Preconditions.checkArgument(
        low < high, "truncatedNormal: the bounds must ascend: %s, %s", low, high);
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    RandomKernel.checkTypes(this, inputs, type, type.dtype().isFloating(), "f32 or f64");
    return ImmutableList.of(type);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new DrawKernel(type.size(), stream) {
      @Override
      protected double draw(Draws random, Buffer[] in, int element) {
        return high < 0 ? -between(random, -high, -low) : between(random, low, high);
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            TruncatedNormal.class,
            Sample.of(truncated(DType.F32, -2, 2, 3, 3), Arg.index(DType.I64, 1000)),
            Sample.of(truncated(DType.F64, 0.5, 0.75, 5), Arg.index(DType.I64, 1000)),
            Sample.of(truncated(DType.F64, -1e9, -8, 5), Arg.index(DType.I64, 1000)),
            Sample.of(truncated(DType.F64, -2, 2, 0), Arg.index(DType.I64, 1000)))
        .errorInputs(
            truncated(DType.I32, -2, 2, 3),
            List.of(TensorType.of(DType.I64)),
            "truncatedNormal: the output must be f32 or f64, got i32[3]")
        .errorInputs(
            truncated(DType.F32, -2, 2, 3),
            List.of(),
            "truncatedNormal: the key must be a scalar i64[], got []");
  }

  private static TruncatedNormal truncated(DType dtype, double low, double high, int... dims) {
    return new TruncatedNormal(TensorType.of(dtype, dims), 0, low, high);
  }

  /** Returns a number between two bounds of which the upper one is not negative. */
  private static double between(Draws random, double a, double b) {
    if (a > 0) {
      double root = StrictMath.hypot(a, 2);
      double rate = (a + root) / 2;
      // Where the exponential one and the even one are accepted as often
      double equal = a + StrictMath.exp(0.5 - a / (a + root)) / rate;
      return b > equal ? tail(random, a, b, rate) : even(random, a, b, a);
    }
    return b - a > StrictMath.sqrt(2 * Math.PI) ? central(random, a, b) : even(random, a, b, 0);
  }

  private static double central(Draws random, double a, double b) {
    for (int i = 0; i < ATTEMPTS; i++) {
      double z = random.normal();
      if (z >= a && z <= b) {
        return z;
      }
    }
    return 0;
  }

  /** Draws between two bounds evenly; {@code mode} is where the density is largest. */
  private static double even(Draws random, double a, double b, double mode) {
    for (int i = 0; i < ATTEMPTS; i++) {
      double z = a + (b - a) * random.unit();
      if (random.unit() < StrictMath.exp((mode - z) * (mode + z) / 2)) {
        return z;
      }
    }
    return mode;
  }

  private static double tail(Draws random, double a, double b, double rate) {
    for (int i = 0; i < ATTEMPTS; i++) {
      double z = a + random.exponential() / rate;
      double off = z - rate;
      if (z <= b && random.unit() < StrictMath.exp(-off * off / 2)) {
        return z;
      }
    }
    return a;
  }
}
