// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.index;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.tile.RowScatter;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.IndexRange;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.index.ScatterAddKernel;
import dev.adjoint.ops.kernel.index.SliceScatterKernel;
import java.util.List;
import java.util.Optional;

/**
 * {@code y} is {@code x} with {@code updates} added to its slices along an axis that {@code
 * indices} selects: {@code y[…, indices[j], …] += updates[…, j, …]}. The order of summation is
 * fixed by {@code j}: the updates of one slice form blocks of 128, each added one by one, the first
 * block to {@code x} and the others to {@code +0}. The sums of eight neighbouring blocks are added
 * in order, then those of eight such groups, and so on. {@code dx = dy}, and the derivative by the
 * updates gathers {@code dy} at the indices.
 *
 * <p>An index outside of {@code [0, extent)} is an {@link IndexOutOfBoundsException} of the run.
 *
 * @param axis the axis, from 0
 */
public record ScatterAdd(int axis) implements RowScatter, SingleOutput {
  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = SliceScatterKernel.infer(this, axis, inputs);
    return ImmutableList.of(InputTypes.numbers(this, x));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new ScatterAddKernel(this, inputs.getFirst().shape(), inputs);
  }

  /** {@inheritDoc} It can read one number in place of a tensor that repeats it. */
  @Override
  public Optional<KernelOp> absorbing(int input, IndexMap map, Shape source) {
    return input == 0 && source.size() == 1 && map.shape().size() > 1
        ? Optional.of(new OntoNumber(axis, map.shape()))
        : Optional.empty();
  }

  @Override
  public RowScatter withExtent(int extent) {
    return this;
  }

  @Override
  public void checkIndices(Buffer indices, int extent) {
    IndexRange.check(this, indices, extent);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy, Expr.none(), dy.gather(axis, x.get(1)));
  }

  /**
   * The same sum onto a tensor all of whose elements are the first input, one number.
   *
   * @param axis the axis, from 0
   * @param shape the shape of the tensor
   */
  private record OntoNumber(int axis, Shape shape) implements RowScatter {
    @Override
    public String name() {
      return "scatterAdd";
    }

    private ScatterAdd onto() {
      return new ScatterAdd(axis);
    }

    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      TensorType x = inputs.getFirst().withShape(shape);
      return onto().infer(List.of(x, inputs.get(1), inputs.get(2)));
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return new ScatterAddKernel(this, shape, inputs);
    }

    @Override
    public RowScatter withExtent(int extent) {
      return new OntoNumber(axis, shape.with(axis, extent));
    }

    @Override
    public void checkIndices(Buffer indices, int extent) {
      onto().checkIndices(indices, extent);
    }
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            ScatterAdd.class,
            Sample.of(
                new ScatterAdd(0), Arg.real(4, 3), Arg.index(DType.I32, 4, 6), Arg.real(6, 3)),
            Sample.of(
                new ScatterAdd(1),
                Arg.real(2, 5),
                Arg.index(DType.I64, 5, 2, 3),
                Arg.real(2, 2, 3)),
            Sample.of(
                new ScatterAdd(1), Arg.real(2, 3, 2), Arg.index(DType.I32, 3), Arg.real(2, 2)),
            Sample.of(new ScatterAdd(0), Arg.real(3), Arg.index(DType.I32, 3, 0), Arg.real(0)),
            Sample.of(
                new ScatterAdd(0),
                Arg.index(DType.I64, 9, 3),
                Arg.index(DType.I32, 3, 4),
                Arg.index(DType.I64, 9, 4)))
        .errorInputs(
            new ScatterAdd(0),
            List.of(
                TensorType.of(DType.F32, 3, 2),
                TensorType.of(DType.I32, 4),
                TensorType.of(DType.F32, 4)),
            "scatterAdd: updates of f32[3, 2] at indices i32[4] on axis 0 must be f32[4, 2], got"
                + " f32[4]")
        .errorInputs(
            new ScatterAdd(0),
            List.of(
                TensorType.of(DType.F32, 3),
                TensorType.of(DType.F32, 4),
                TensorType.of(DType.F32, 4)),
            "scatterAdd: indices must be i32 or i64, got f32[4]; cast them")
        .errorInputs(
            new ScatterAdd(0),
            List.of(
                TensorType.of(DType.BOOL, 3),
                TensorType.of(DType.I32, 4),
                TensorType.of(DType.BOOL, 4)),
            "scatterAdd: needs numbers, got bool[3]; cast it")
        .errorInputs(
            new ScatterAdd(0),
            List.of(TensorType.of(DType.F32, 3)),
            "scatterAdd: takes a tensor, indices and updates, got [f32[3]]");
  }
}
