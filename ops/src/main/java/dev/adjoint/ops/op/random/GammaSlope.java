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
import dev.adjoint.ops.Special;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.random.GammaTails;
import dev.adjoint.ops.kernel.random.RandomKernel;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code y = −∂ⁿF/∂αⁿ / f}, where {@code F(α, ℓ)} is the distribution function of the logarithm
 * {@code ℓ} of a gamma number of shape {@code α}, and {@code f = e^(αℓ − e^ℓ)/Γ(α)} its density.
 * For {@code n = 1} it is {@code dℓ/dα} where {@code F} is held fixed: the derivative of a quantile
 * by the shape. Computed by {@link GammaTails}, with about 13 digits for order 1; NaN where {@code
 * α} is not positive or {@code ℓ} not finite.
 *
 * <p>With {@code bₙ = ∂ⁿf/∂αⁿ / f}, Bell's polynomial of {@code ℓ − ψ(α), −ψ′(α), −ψ″(α), …},
 *
 * <pre>{@code
 * dα = dy·(yₙ₊₁ − yₙ·(ℓ − ψ(α))),  dℓ = −dy·(bₙ + yₙ·(α − e^ℓ)).
 * }</pre>
 *
 * @param order {@code n}, from 1 to 20
 */
public record GammaSlope(int order) implements KernelOp, SingleOutput {
  /** Checks that the order is between 1 and 20. */
  public GammaSlope {
    Preconditions.checkArgument(
        order >= 1 && order <= 20, "gammaSlope: order must be between 1 and 20: %s", order);
  }

  /** Returns the op of order 1 applied to shapes and logarithms. */
  static Expr first(Expr shape, Expr log) {
    return Expr.apply(new GammaSlope(1), shape, log);
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    return ImmutableList.of(RandomKernel.sameFloating(this, inputs, 2, "shapes and logarithms"));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new RangeKernel(outputs.getFirst().size(), 128) {
      private final GammaTails[] tails = GammaTails.each(pieces(), order);

      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int i = from; i < to; i++) {
          out[0].setDouble(i, tails[piece].slope(in[0].getDouble(i), in[1].getDouble(i)));
        }
      }
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr shape = x.get(0);
    Expr log = x.get(1);
    Expr score = log.sub(Special.digamma(shape));
    Expr next = Expr.apply(new GammaSlope(order + 1), shape, log);
    Expr dlog = bell(score, shape).add(y.mul(shape.sub(log.exp())));
    return List.of(dy.mul(next.sub(y.mul(score))), dy.mul(dlog).neg());
  }

  private Expr bell(Expr score, Expr shape) {
    List<Expr> b = new ArrayList<>(List.of(score.onesLike()));
    for (int n = 0; n < order; n++) {
      Expr sum = score.mul(b.get(n));
      double binomial = 1;
      for (int k = 1; k <= n; k++) {
        binomial *= (n - k + 1) / (double) k;
        sum = sum.sub(Special.polygamma(shape, k).mul(b.get(n - k)).mul(binomial));
      }
      b.add(sum);
    }
    return b.get(order);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            GammaSlope.class,
            Sample.of(new GammaSlope(1), Arg.between(0.1, 5, 2, 3), Arg.between(-2, 1.5, 2, 3)),
            Sample.of(new GammaSlope(2), Arg.between(0.1, 5, 4), Arg.between(-2, 1.5, 4)),
            Sample.of(new GammaSlope(1), Arg.between(30, 60), Arg.between(3.5, 4)),
            Sample.of(new GammaSlope(1), Arg.real(0), Arg.real(0)))
        .errorInputs(
            new GammaSlope(1),
            List.of(TensorType.of(DType.F32)),
            "gammaSlope: takes shapes and logarithms of one floating type, got [f32[]]")
        .errorInputs(
            new GammaSlope(1),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 3)),
            "gammaSlope: takes shapes and logarithms of one floating type, got [f32[2], f32[3]]");
  }
}
