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
 * {@code y} has independent integers, every bit pattern equally probable, by {@link Philox}:
 * element {@code i} depends on the key, the stream and {@code i} alone. It has no derivative.
 *
 * @param type the type of the output, of dtype I32 or I64
 * @param stream which of 2⁶⁴ independent sequences of the key
 */
public record RandomBits(TensorType type, long stream) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    RandomKernel.checkTypes(this, inputs, type, type.dtype().isInteger(), "i32 or i64");
    return ImmutableList.of(type);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new RandomKernel(type, stream) {
      @Override
      protected void store(Philox bits, Buffer out, int at, int count) {
        for (int i = 0; i < count; i++) {
          if (out.dtype() == DType.I32) {
            out.i32()[out.offset() + at + i] = bits.word(i);
          } else {
            out.i64()[out.offset() + at + i] = bits.longWord(i);
          }
        }
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
            RandomBits.class,
            Sample.of(bits(DType.I32, 3, 3), Arg.index(DType.I64, 1000)),
            Sample.of(bits(DType.I64, 5), Arg.index(DType.I64, 1000)),
            Sample.of(bits(DType.I64, 0), Arg.index(DType.I64, 1000)))
        .errorInputs(
            bits(DType.F32, 3),
            List.of(TensorType.of(DType.I64)),
            "randomBits: the output must be i32 or i64, got f32[3]")
        .errorInputs(
            bits(DType.I32, 3),
            List.of(TensorType.of(DType.I32)),
            "randomBits: the key must be a scalar i64[], got [i32[]]");
  }

  private static RandomBits bits(DType dtype, int... dims) {
    return new RandomBits(TensorType.of(dtype, dims), 0);
  }
}
