// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.random;

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
import dev.adjoint.ops.kernel.random.Philox;
import dev.adjoint.ops.kernel.random.RandomKernel;
import java.util.List;

/**
 * {@code y} has independent numbers of the standard normal distribution, mean 0 and variance 1: the
 * transform of Box and Muller (<i>A Note on the Generation of Random Normal Deviates</i>, 1958) of
 * bits by {@link Philox}. Element {@code i} depends on the key, the stream and {@code i} alone. It
 * has no derivative.
 *
 * @param type the type of the output, of dtype F32 or F64
 * @param stream which of 2⁶⁴ independent sequences of the key
 */
public record Normal(TensorType type, long stream) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    RandomKernel.checkTypes(this, inputs, type, type.dtype().isFloating(), "f32 or f64");
    return ImmutableList.of(type);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    boolean single = type.dtype() == DType.F32;
    return new RandomKernel(type, stream) {
      @Override
      protected void store(Philox bits, Buffer out, int at, int count) {
        for (int i = 0; i < count; i += 2) {
          double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - unit(bits, i)));
          double turn = unit(bits, i + 1);
          // Reduced to an eighth of a turn here, exactly: the library would allocate to do it.
          long quarter = Math.round(4 * turn);
          double angle = 2 * Math.PI * (turn - quarter * 0.25);
          double x = radius * StrictMath.cos(angle);
          double y = radius * StrictMath.sin(angle);
          out.setDouble(at + i, cosine(quarter, x, y));
          if (i + 1 < count) {
            out.setDouble(at + i + 1, cosine(quarter - 1, x, y));
          }
        }
      }

      /** Returns the first coordinate of a point after some quarters of a turn. */
      private double cosine(long quarters, double x, double y) {
        return switch ((int) (quarters & 3)) {
          case 0 -> x;
          case 1 -> -y;
          case 2 -> -x;
          default -> y;
        };
      }

      /** Returns a number in {@code [0, 1)} from all bits that the block has for it. */
      private double unit(Philox bits, int i) {
        return single
            ? (bits.word(i) & 0xFFFFFFFFL) * 0x1p-32
            : (bits.longWord(i) >>> 11) * 0x1p-53;
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
            Normal.class,
            Sample.of(normal(DType.F32, 3, 3), Arg.index(DType.I64, 1000)),
            Sample.of(normal(DType.F64, 5), Arg.index(DType.I64, 1000)),
            Sample.of(normal(DType.F64, 0), Arg.index(DType.I64, 1000)))
        .errorInputs(
            normal(DType.I32, 3),
            List.of(TensorType.of(DType.I64)),
            "normal: the output must be f32 or f64, got i32[3]")
        .errorInputs(
            normal(DType.F32, 3), List.of(), "normal: the key must be a scalar i64[], got []");
  }

  private static Normal normal(DType dtype, int... dims) {
    return new Normal(TensorType.of(dtype, dims), 0);
  }
}
