// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.ViewOp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Ops of every kind for the tests of a module that names none. */
public final class TestOps {
  private TestOps() {}

  /** An elementwise op with any body; equal only to ops with the same body object. */
  public record Body(String label, Function<List<Scalar>, Scalar> function)
      implements ElementwiseOp {
    @Override
    public Scalar body(List<Scalar> x) {
      return function.apply(x);
    }

    @Override
    public String name() {
      return label;
    }

    @Override
    public String parameters() {
      return "";
    }
  }

  public static final Body ADD = new Body("add", x -> x.get(0).add(x.get(1)));
  public static final Body SUB = new Body("sub", x -> x.get(0).sub(x.get(1)));
  public static final Body MUL = new Body("mul", x -> x.get(0).mul(x.get(1)));
  public static final Body HALVE = new Body("halve", x -> x.get(0).mul(0.5));
  public static final Body NEXT = new Body("next", x -> x.get(0).add(1));
  public static final Body SAME = new Body("same", x -> x.get(0));
  public static final Body LESS = new Body("less", x -> x.get(0).less(x.get(1)));
  public static final Body WAVE =
      new Body("wave", x -> x.get(0).mul(x.get(0)).add(x.get(0).sin().mul(3).exp()));
  public static final Body BLEND =
      new Body(
          "blend",
          x -> x.get(0).less(x.get(1)).select(x.get(1).sub(x.get(2)), x.get(0).mul(x.get(2))));

  /** How a {@link Reduce} combines. */
  public enum Combine {
    SUM,
    PRODUCT,
    MAX,
    MIN,
    SUM_OF_SQUARES
  }

  /** A reduction; halves the result if {@code mean}, by the count. */
  public record Reduce(Combine kind, ImmutableIntArray axes, boolean mean) implements ReductionOp {
    @Override
    public Scalar identity(DType dtype) {
      boolean floating = dtype.isFloating();
      return switch (kind) {
        case SUM, SUM_OF_SQUARES -> Scalar.constant(dtype, 0L);
        case PRODUCT -> Scalar.constant(dtype, 1L);
        case MAX ->
            floating
                ? Scalar.constant(dtype, Double.NEGATIVE_INFINITY)
                : Scalar.constant(dtype, dtype == DType.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE);
        case MIN ->
            floating
                ? Scalar.constant(dtype, Double.POSITIVE_INFINITY)
                : Scalar.constant(dtype, dtype == DType.I32 ? Integer.MAX_VALUE : Long.MAX_VALUE);
      };
    }

    @Override
    public Scalar combine(Scalar accumulator, Scalar x) {
      return switch (kind) {
        case SUM -> accumulator.add(x);
        case PRODUCT -> accumulator.mul(x);
        case MAX -> accumulator.max(x);
        case MIN -> accumulator.min(x);
        // Not what the name says, but associative, and more than one instruction.
        case SUM_OF_SQUARES -> accumulator.add(x).add(accumulator.mul(x));
      };
    }

    @Override
    public Scalar finish(Scalar accumulator, int count) {
      return mean ? accumulator.cast(DType.F64).div(Math.max(1, count)) : accumulator;
    }
  }

  /** A view with the same elements in the same order. */
  public record Reshape(Shape to) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.identity(to);
    }
  }

  /** Repeats along new leading axes. */
  public record Repeat(int times) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(
          in.insert(0, times), 0, ImmutableIntArray.builder().add(0).addAll(in.strides()).build());
    }
  }

  /** Swaps two axes. */
  public record Swap(int a, int b) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      int[] dims = in.dims().toArray();
      int[] strides = in.strides().toArray();
      dims[a] = in.dim(b);
      dims[b] = in.dim(a);
      strides[a] = in.strides().get(b);
      strides[b] = in.strides().get(a);
      return IndexMap.of(Shape.of(dims), 0, ImmutableIntArray.copyOf(strides));
    }
  }

  /** Reverses the last axis and every other element of it, with a margin of the fill value. */
  public record Window(int step, int margin, double fill) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      int last = in.rank() - 1;
      int kept = (in.dim(last) + step - 1) / step;
      int[] strides = in.strides().toArray();
      int[] low = new int[in.rank()];
      int[] high = in.dims().toArray();
      strides[last] = -step;
      low[last] = margin;
      high[last] = margin + kept;
      return new IndexMap(
          in.with(last, kept + 2 * margin),
          (kept - 1) * step + margin * step,
          ImmutableIntArray.copyOf(strides),
          ImmutableIntArray.copyOf(low),
          ImmutableIntArray.copyOf(high));
    }
  }

  /** Gives the running sums forwards and backwards of all elements: a kernel with two outputs. */
  public record Scan() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst(), inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      int n = inputs.getFirst().size();
      return (x, y, _) -> {
        for (int i = 0; i < n; i++) {
          y[0].setDouble(i, x[0].getDouble(i) + (i == 0 ? 0 : y[0].getDouble(i - 1)));
        }
        for (int i = n - 1; i >= 0; i--) {
          y[1].setDouble(i, x[0].getDouble(i) + (i == n - 1 ? 0 : y[1].getDouble(i + 1)));
        }
      };
    }
  }

  /** Copies, and says that this is half of the double. */
  public record Detour() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (x, y, _) -> y[0].copyFrom(x[0]);
    }

    @Override
    public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
      Value x = inputs.getFirst();
      return Optional.of(ImmutableList.of(apply(HALVE, apply(ADD, x, x))));
    }
  }

  /** Both outputs are the input, by two {@link Detour}s. */
  public record Detours() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst(), inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (x, y, _) -> {
        y[0].copyFrom(x[0]);
        y[1].copyFrom(x[0]);
      };
    }

    @Override
    public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
      Value once = apply(new Detour(), inputs.getFirst());
      return Optional.of(ImmutableList.of(once, apply(new Detour(), once)));
    }
  }

  /** An op whose expansion has another shape. */
  public record Astray() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (x, y, _) -> y[0].copyFrom(x[0]);
    }

    @Override
    public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
      return Optional.of(ImmutableList.of(apply(new Repeat(2), inputs.getFirst())));
    }
  }

  /** Copies, and throws if the first element is negative. */
  public record Picky() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (x, y, _) -> {
        if (x[0].getDouble(0) < 0) {
          throw new IllegalArgumentException("picky: negative");
        }
        y[0].copyFrom(x[0]);
      };
    }
  }

  /** Returns the first output of a new node. */
  public static Value apply(Op op, Value... inputs) {
    return Node.of(op, Arrays.asList(inputs)).output(0);
  }

  public static Value input(String label, TensorType type) {
    return apply(new LeafOp.Input(label, type));
  }

  public static Value input(String label, int... dims) {
    return input(label, TensorType.of(DType.F32, dims));
  }

  public static Value constant(Tensor value) {
    return apply(new LeafOp.Constant(value));
  }

  public static Value read(Variable variable) {
    return apply(new LeafOp.Read(variable));
  }

  public static Reduce reduce(Combine kind, int... axes) {
    return new Reduce(kind, ImmutableIntArray.copyOf(axes), false);
  }

  public static Reduce mean(int... axes) {
    return new Reduce(Combine.SUM, ImmutableIntArray.copyOf(axes), true);
  }

  /** Returns a tensor of values between −2 and 2, the same for the same arguments. */
  public static Tensor random(long seed, DType dtype, Shape shape) {
    SplittableRandom random = new SplittableRandom(seed);
    Buffer buffer = Buffer.allocate(dtype, shape.size());
    for (int i = 0; i < buffer.size(); i++) {
      if (dtype.isFloating()) {
        buffer.setDouble(i, random.nextDouble(-2, 2));
      } else {
        buffer.setLong(i, dtype == DType.BOOL ? random.nextInt(2) : random.nextInt(-9, 10));
      }
    }
    return Tensor.over(shape, buffer);
  }
}
