// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compiles and runs one program after the other, each with 4 MB of its own, or each with a class of
 * its own, and prints what it got through. It has a small JVM of its own.
 */
final class RetentionProgram {
  private static final int SIZE = 1 << 20;

  private RetentionProgram() {}

  /** Runs a body once. */
  record Once(BodyGraph body) implements ControlOp {
    @Override
    public ImmutableList<BodyGraph> bodies() {
      return ImmutableList.of(body);
    }

    @Override
    public Optional<ControlOp> withBodies(ImmutableList<BodyGraph> bodies) {
      return Optional.of(new Once(bodies.getFirst()));
    }

    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.copyOf(inputs);
    }

    @Override
    public Kernel kernel(
        ImmutableList<Kernel> bodies,
        ImmutableList<TensorType> inputs,
        ImmutableList<TensorType> outputs) {
      return bodies.getFirst();
    }
  }

  /** Runs the numbers of programs that the system properties say. */
  public static void main(String[] args) {
    int memories = Integer.getInteger("memories");
    for (Kind kind : Kind.values()) {
      for (int i = 0; i < memories; i++) {
        kind.make(i);
      }
      System.out.println(kind);
    }
    for (int i = 0; i < Integer.getInteger("classes"); i++) {
      double factor = i + 0.5;
      Value x = input("x", 64);
      Value y = apply(new TestOps.Body("scale", e -> e.get(0).mul(factor).exp().tanh().sin()), x);
      run(Program.compile(List.of(x), List.of(y)), Tensor.of(new float[64]));
    }
    System.out.println("CLASSES");
  }

  private enum Kind {
    CONSTANT {
      @Override
      void make(int i) {
        run(Program.compile(List.of(), List.of(sum(apply(MUL, constant(data(i)), two())))));
      }
    },
    CONSTANT_COMPUTED_ONCE {
      @Override
      void make(int i) {
        Value x = input("x");
        Value next = apply(NEXT, constant(data(i)));
        Value y = apply(ADD, sum(apply(MUL, next, next)), x);
        run(Program.compile(List.of(x), List.of(y, sum(next))), Tensor.scalar(1f));
      }
    },
    CONSTANT_OF_A_BODY {
      @Override
      void make(int i) {
        Value x = input("x", SIZE);
        run(Program.compile(List.of(x), List.of(sum(apply(new Once(plus(i)), x)))), data(i));
      }
    },
    CONSTANT_OF_A_BODY_THAT_CANNOT_BE_REPLACED {
      @Override
      void make(int i) {
        Value x = input("x", SIZE);
        Value y = apply(new ControlTests.Repeat(plus(i), 1), x);
        run(Program.compile(List.of(x), List.of(sum(y))), data(i));
      }
    },
    VARIABLE {
      @Override
      void make(int i) {
        Value v = read(new Variable("v", data(i)));
        run(Program.compile(List.of(), List.of(sum(v)), Map.of(v, apply(NEXT, v))));
      }
    },
    INPUT {
      @Override
      void make(int i) {
        Value x = input("x", SIZE);
        run(Program.compile(List.of(x), List.of(apply(NEXT, x))), data(i));
      }
    };

    abstract void make(int i);
  }

  private static BodyGraph plus(int i) {
    Value x = input("x", SIZE);
    return BodyGraph.of(List.of(x), List.of(apply(ADD, x, constant(data(i)))));
  }

  private static void run(Program program, Tensor... inputs) {
    program.run(inputs);
    Runner runner = program.runner();
    for (int i = 0; i < inputs.length; i++) {
      runner.set(i, inputs[i]);
    }
    runner.run();
  }

  private static Value sum(Value x) {
    return apply(reduce(TestOps.Combine.SUM, 0), x);
  }

  private static Value two() {
    return constant(Tensor.full(DType.F32, Shape.of(SIZE), 2));
  }

  private static Tensor data(int seed) {
    float[] data = new float[SIZE];
    data[seed] = seed + 1;
    return Tensor.wrap(Shape.of(SIZE), data);
  }
}
