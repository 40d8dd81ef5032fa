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
 * {@code y} has independent numbers evenly distributed over {@code [0, 1)}, multiples of 2⁻²⁴ for
 * F32 and of 2⁻⁵³ for F64, by {@link Philox}: element {@code i} depends on the key, the stream and
 * {@code i} alone. It has no derivative.
 *
 * @param type the type of the output, of dtype F32 or F64
 * @param stream which of 2⁶⁴ independent sequences of the key
 */
public record Uniform(TensorType type, long stream) implements KernelOp, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    RandomKernel.checkTypes(this, inputs, type, type.dtype().isFloating(), "f32 or f64");
    return ImmutableList.of(type);
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new RandomKernel(type, stream) {
      @Override
      protected void store(Philox bits, Buffer out, int at, int count) {
        for (int i = 0; i < count; i++) {
          if (out.dtype() == DType.F32) {
            out.f32()[out.offset() + at + i] = (bits.word(i) >>> 8) * 0x1p-24f;
          } else {
            out.f64()[out.offset() + at + i] = (bits.longWord(i) >>> 11) * 0x1p-53;
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
            Uniform.class,
            Sample.of(uniform(DType.F32, 3, 3), Arg.index(DType.I64, 1000)),
            Sample.of(uniform(DType.F64, 5), Arg.index(DType.I64, 1000)),
            Sample.of(uniform(DType.F64, 0), Arg.index(DType.I64, 1000)))
        .errorInputs(
            uniform(DType.I32, 3),
            List.of(TensorType.of(DType.I64)),
            "uniform: the output must be f32 or f64, got i32[3]")
        .errorInputs(
            uniform(DType.F32, 3),
            List.of(TensorType.of(DType.I64, 2)),
            "uniform: the key must be a scalar i64[], got [i64[2]]");
  }

  private static Uniform uniform(DType dtype, int... dims) {
    return new Uniform(TensorType.of(dtype, dims), 0);
  }
}
