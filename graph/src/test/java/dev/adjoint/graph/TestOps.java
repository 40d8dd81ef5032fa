// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.util.List;

/** Small ops of every kind, and short ways to apply them. */
final class TestOps {
  private TestOps() {}

  record Add() implements ElementwiseOp {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.get(0).add(x.get(1));
    }
  }

  record Scale(double by) implements ElementwiseOp {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.get(0).mul(by);
    }
  }

  record Total(ImmutableIntArray axes) implements ReductionOp {
    @Override
    public Scalar identity(DType dtype) {
      return Scalar.constant(dtype, 0);
    }

    @Override
    public Scalar combine(Scalar accumulator, Scalar x) {
      return accumulator.add(x);
    }
  }

  record Flip() implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(in, in.size() - 1, ImmutableIntArray.of(-1));
    }
  }

  /** Halves its one-axis input: two outputs. */
  record Halve() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      TensorType half = inputs.getFirst().withShape(Shape.of(inputs.getFirst().size() / 2));
      return ImmutableList.of(half, half);
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (in, out, workers) -> {
        int half = out[0].size();
        for (int i = 0; i < half; i++) {
          out[0].setDouble(i, in[0].getDouble(i));
          out[1].setDouble(i, in[0].getDouble(half + i));
        }
      };
    }
  }

  static Value input(String label, DType dtype, int... dims) {
    return Node.of(new LeafOp.Input(label, TensorType.of(dtype, dims)), List.of()).output(0);
  }

  static Value constant(Tensor value) {
    return Node.of(new LeafOp.Constant(value), List.of()).output(0);
  }

  static Value read(Variable variable) {
    return Node.of(new LeafOp.Read(variable), List.of()).output(0);
  }

  static Value apply(Op op, Value... inputs) {
    return Node.of(op, List.of(inputs)).output(0);
  }

  static Value add(Value a, Value b) {
    return apply(new Add(), a, b);
  }
}
