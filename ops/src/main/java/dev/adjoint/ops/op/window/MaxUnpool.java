// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.gemm.BlockSums;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.IndexRange;
import dev.adjoint.ops.kernel.RangeKernel;
import dev.adjoint.ops.kernel.index.ScatterAddKernel;
import dev.adjoint.ops.op.index.ScatterAdd;
import java.util.Arrays;
import java.util.List;

/**
 * {@code y[batch, channels, spatial…]} has each element of {@code x} at the position in its plane
 * that the second input names, as {@link MaxPool} does, and 0 elsewhere; those of one position are
 * added in their order, from {@code +0}, as {@link ScatterAdd} does. {@code dx} has the elements of
 * {@code dy} at the positions.
 *
 * <p>A position outside of its plane is an {@link IndexOutOfBoundsException} of the run.
 *
 * @param spatial the spatial extents of the output
 * @param most how many elements may have one position at most
 */
public record MaxUnpool(Shape spatial, int most) implements KernelOp, SingleOutput {
  /** Creates the op for any positions. */
  public MaxUnpool(Shape spatial) {
    this(spatial, Integer.MAX_VALUE);
  }

  @Override
  public String name() {
    return "maxUnpool" + spatial.rank() + "d";
  }

  @Override
  public String parameters() {
    return "[to=" + spatial + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(name(), "takes values and positions, got " + inputs);
    }
    TensorType x = inputs.get(0);
    if (!x.dtype().isFloating() || !inputs.get(1).equals(x.withDtype(DType.I32))) {
      throw new ShapeException(
          name(),
          "needs floating values and as many i32 positions, got %s, %s"
              .formatted(x, inputs.get(1)));
    }
    if (x.shape().rank() != 2 + spatial.rank()) {
      throw new ShapeException(
          name(),
          "values must have %s axes, batch, channels and %s spatial: %s"
              .formatted(2 + spatial.rank(), spatial.rank(), x.shape()));
    }
    return ImmutableList.of(x.withShape(x.shape().slice(0, 2).concat(spatial)));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    Shape x = inputs.getFirst().shape();
    int outputPositions = x.slice(2, x.rank()).size();
    int elements = spatial.size();
    if (Math.min(most, outputPositions) > BlockSums.BLOCK) {
      return longSums(inputs.getFirst(), outputPositions);
    }
    return new RangeKernel(x.dim(0) * x.dim(1), (long) outputPositions + elements) {
      @Override
      protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
        for (int plane = from; plane < to; plane++) {
          int source = plane * outputPositions;
          int target = out[0].offset() + plane * elements;
          check(in[1], source, outputPositions);
          int[] positions = in[1].i32();
          int first = in[1].offset() + source;
          if (out[0].dtype() == DType.F32) {
            floats(in[0].f32(), in[0].offset() + source, positions, first, out[0].f32(), target);
          } else {
            doubles(in[0].f64(), in[0].offset() + source, positions, first, out[0].f64(), target);
          }
        }
      }

      private void floats(float[] x, int source, int[] at, int first, float[] y, int target) {
        Arrays.fill(y, target, target + elements, 0);
        for (int i = 0; i < outputPositions; i++) {
          y[target + at[first + i]] += x[source + i];
        }
      }

      private void doubles(double[] x, int source, int[] at, int first, double[] y, int target) {
        Arrays.fill(y, target, target + elements, 0);
        for (int i = 0; i < outputPositions; i++) {
          y[target + at[first + i]] += x[source + i];
        }
      }
    };
  }

  /** Checks the positions of a plane. */
  private void check(Buffer positions, int source, int outputPositions) {
    int elements = spatial.size();
    int[] at = positions.i32();
    int first = positions.offset() + source;
    int outside = 0;
    for (int i = first; i < first + outputPositions; i++) {
      outside |= at[i] | elements - 1 - at[i];
    }
    // Their sign tells of all together, without a branch for each.
    for (int i = 0; outside < 0 && i < outputPositions; i++) {
      if (at[first + i] < 0 || at[first + i] >= elements) {
        throw IndexRange.outside(this, at[first + i], source + i, elements);
      }
    }
  }

  /** Returns the kernel where a position may have so many elements that their sum needs blocks. */
  private Kernel longSums(TensorType x, int outputPositions) {
    int elements = spatial.size();
    int planes = x.shape().dim(0) * x.shape().dim(1);
    TensorType to = TensorType.of(x.dtype(), planes * elements);
    TensorType index = TensorType.of(DType.I32, planes * outputPositions);
    TensorType from = TensorType.of(x.dtype(), planes * outputPositions);
    Kernel scatter = new ScatterAddKernel(new ScatterAdd(0), to.shape(), List.of(to, index, from));
    Buffer positions = Buffer.allocate(DType.I32, planes * outputPositions);
    Buffer[] given = {Buffer.allocate(x.dtype(), planes * elements), positions, positions};
    return (in, out, workers) -> {
      for (int plane = 0; plane < planes; plane++) {
        check(in[1], plane * outputPositions, outputPositions);
        for (int i = plane * outputPositions; i < (plane + 1) * outputPositions; i++) {
          positions.i32()[i] = plane * elements + in[1].i32()[in[1].offset() + i];
        }
      }
      given[2] = in[0];
      scatter.run(given, out, workers);
      given[2] = positions;
    };
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Shape outputPositions = x.get(1).shape();
    int planes = outputPositions.dim(0) * outputPositions.dim(1);
    // The positions among all elements, not those of one plane alone.
    Expr starts =
        Expr.constant(Tensor.arange(DType.I32, 0, spatial.size(), planes))
            .reshape(Shape.of(planes, 1));
    Expr positions =
        x.get(1).reshape(Shape.of(planes, outputPositions.slice(2, outputPositions.rank()).size()));
    Expr dx = dy.flatten().gather(0, positions.add(starts));
    return List.of(dx.reshape(outputPositions), Expr.none());
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            MaxUnpool.class,
            Sample.of(
                new MaxUnpool(Shape.of(3, 4)),
                Arg.real(2, 3, 2, 2),
                Arg.index(DType.I32, 12, 2, 3, 2, 2)),
            Sample.of(
                new MaxUnpool(Shape.of(5)), Arg.real(1, 2, 7), Arg.index(DType.I32, 5, 1, 2, 7)),
            Sample.of(
                new MaxUnpool(Shape.of(2, 3, 2)),
                Arg.real(1, 2, 1, 2, 2),
                Arg.index(DType.I32, 12, 1, 2, 1, 2, 2)),
            Sample.of(
                new MaxUnpool(Shape.of(3, 4)),
                Arg.real(0, 3, 2, 2),
                Arg.index(DType.I32, 12, 0, 3, 2, 2)))
        .errorInputs(
            new MaxUnpool(Shape.of(4, 4)),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.I32, 8, 3, 2, 1)),
            "maxUnpool2d: needs floating values and as many i32 positions, got f32[8, 3, 2, 2],"
                + " i32[8, 3, 2, 1]")
        .errorInputs(
            new MaxUnpool(Shape.of(4)),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.I32, 8, 3, 2, 2)),
            "maxUnpool1d: values must have 3 axes, batch, channels and 1 spatial: [8, 3, 2, 2]")
        .errorInputs(
            new MaxUnpool(Shape.of(4, 4)),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2)),
            "maxUnpool2d: takes values and positions, got [f32[8, 3, 2, 2]]");
  }
}
