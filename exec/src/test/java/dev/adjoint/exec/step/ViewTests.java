// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.random;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.graph.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ViewTests {
  private record Mapped(IndexMap by) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return by;
    }

    @Override
    public double fill() {
      return -1;
    }
  }

  private static void compare(ViewOp op, Tensor x, Workers workers) {
    ImmutableList<TensorType> in = ImmutableList.of(x.type());
    TensorType out = op.infer(in).getFirst();
    Buffer y = Buffer.wrap(out.dtype(), out.dtype().newArray(out.size() + 3), 3, out.size());
    Buffer copy = Buffer.wrap(x.dtype(), x.dtype().newArray(x.size() + 2), 2, x.size());
    copy.copyFrom(x.buffer());
    StepCodes.of(op, in, ImmutableList.of(out))
        .bind(new Buffer[] {copy}, new Buffer[] {y}, new ScratchPool(), workers)
        .run();
    Value input = input("x", x.type());
    assertThat(Tensor.over(out.shape(), y))
        .as("%s of %s", op, x.type())
        .isEqualTo(Interpreter.evaluate(List.of(apply(op, input)), Map.of(input, x)).getFirst());
  }

  @ParameterizedTest
  @EnumSource
  void viewsGiveTheInterpretersBits(DType dtype) {
    for (int[] dims : new int[][] {{3, 4}, {1, 5}, {2, 0}, {40, 3}, {5, 1}}) {
      Tensor x = random(1, dtype, Shape.of(dims));
      compare(new TestOps.Swap(0, 1), x, Workers.SERIAL);
      compare(new TestOps.Repeat(3), x, Workers.SERIAL);
      compare(new TestOps.Reshape(Shape.of(x.size())), x, Workers.SERIAL);
      compare(new TestOps.Window(1, 0, 2), x, Workers.SERIAL);
      compare(new TestOps.Window(2, 3, 2), x, Workers.SERIAL);
    }
    compare(new TestOps.Repeat(7), random(2, dtype, Shape.SCALAR), Workers.SERIAL);
  }

  @Test
  void marginsOnSeveralAxesAreFilled() {
    Tensor x = random(3, DType.F32, Shape.of(4, 5, 6));
    ImmutableIntArray strides = x.shape().strides();
    for (int bits = 0; bits < 64; bits++) {
      int[] low = new int[3];
      int[] high = new int[3];
      int[] dims = new int[3];
      int offset = 0;
      for (int i = 0; i < 3; i++) {
        low[i] = bits >> i & 1;
        high[i] = low[i] + x.shape().dim(i);
        dims[i] = high[i] + (bits >> (3 + i) & 1);
        offset -= low[i] * strides.get(i);
      }
      compare(
          new Mapped(
              new IndexMap(
                  Shape.of(dims),
                  offset,
                  strides,
                  ImmutableIntArray.copyOf(low),
                  ImmutableIntArray.copyOf(high))),
          x,
          Workers.SERIAL);
    }
  }

  @Test
  void aViewWithNothingInsideIsFilled() {
    IndexMap outside =
        new IndexMap(
            Shape.of(3, 2),
            0,
            ImmutableIntArray.of(1, 1),
            ImmutableIntArray.of(3, 0),
            ImmutableIntArray.of(0, 2));
    compare(new Mapped(outside), Tensor.of(1f, 2f, 3f, 4f, 5f), Workers.SERIAL);
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    for (int threads : new int[] {2, 3, 8}) {
      WorkerPool pool = WorkerPool.of(threads);
      compare(new TestOps.Swap(0, 1), random(4, DType.F32, Shape.of(301, 207)), pool);
      compare(new TestOps.Window(2, 5, 1), random(4, DType.F32, Shape.of(2, 70_001)), pool);
      compare(new TestOps.Repeat(100_003), random(4, DType.F32, Shape.SCALAR), pool);
    }
  }
}
