// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Map;

/** Asks for more memory than a small heap has, in every way, and prints what it is told. */
public final class ShortageProgram {
  private ShortageProgram() {}

  /** Runs it; no arguments. */
  public static void main(String[] args) {
    say(() -> Tensor.zeros(DType.F32, Shape.of(Integer.MAX_VALUE)));
    say(() -> Tensor.full(DType.F64, Shape.of(20000, 1000), 1));
    say(() -> Buffer.allocate(DType.I32, 100_000_000));
    Value x = Node.of(new LeafOp.Input("x", TensorType.of(DType.F32, 1)), List.of()).output(0);
    Value wide = TestOps.apply(new TestOps.Repeat(40_000_000), x);
    Value y = TestOps.apply(TestOps.NEXT, wide);
    say(() -> Program.compile(List.of(x), List.of(y)).run(Tensor.of(1f)));
    say(() -> Program.compile(List.of(x), List.of(y)).runner());
    for (boolean early : new boolean[] {true, false}) {
      Value greedy = Node.of(new Greedy(early), List.of(x)).output(0);
      say(() -> Program.compile(List.of(x), List.of(greedy)).run(Tensor.of(1f)));
    }
    say(() -> Interpreter.evaluate(List.of(y), Map.of(x, Tensor.of(1f))));
  }

  /** A copy by a kernel that takes 160 MB to work with, when it is made or when it runs. */
  private record Greedy(boolean early) implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.copyOf(inputs);
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      float[] made = new float[early ? 40_000_000 : 0];
      return (in, out, _) -> {
        float[] scratch = early ? made : new float[40_000_000];
        scratch[0] = in[0].f32()[in[0].offset()];
        out[0].setDouble(0, scratch[0]);
      };
    }
  }

  private static void say(Runnable what) {
    try {
      what.run();
      System.out.println("nothing");
    } catch (OutOfMemoryError e) {
      System.out.println(e.getMessage() + (e.getCause() == null ? "" : " (caused)"));
    }
  }
}
