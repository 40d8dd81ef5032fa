// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.block;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.exec.step.StepCode;
import dev.adjoint.exec.step.StepCodes;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares block loops with the interpreter, bit for bit. */
final class BlockBodyTests {
  private static final double[] SPECIAL = {
    0,
    -0d,
    1,
    -1,
    0.5,
    -2.5,
    3.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    Float.MAX_VALUE,
    1e-20,
    1e20,
    Integer.MIN_VALUE,
    Integer.MAX_VALUE,
    64,
    700
  };

  private static final List<TestOps.Body> BODIES = bodies();

  /** Returns a body for each instruction and each dtype of operands that it takes. */
  private static List<TestOps.Body> bodies() {
    List<TestOps.Body> bodies = new ArrayList<>();
    for (Instruction instruction : Instruction.values()) {
      bodies.add(new TestOps.Body(instruction.name(), x -> body(instruction, x)));
    }
    for (DType to : DType.values()) {
      bodies.add(new TestOps.Body("CAST_" + to, x -> x.get(0).cast(to)));
    }
    bodies.add(TestOps.BLEND);
    bodies.add(
        new TestOps.Body(
            "long",
            x -> {
              Scalar sum = x.get(0);
              for (int i = 1; i < 40; i++) {
                sum = sum.mul(x.get(i % 3)).add(sum.sub(i).min(x.get(1))).max(sum.neg());
              }
              return sum;
            }));
    return bodies;
  }

  private static Scalar body(Instruction instruction, List<Scalar> x) {
    Scalar a = x.get(0);
    Scalar b = x.get(1);
    Scalar c = x.get(2);
    return switch (instruction) {
      case ARGUMENT, CAST -> b;
      case CONSTANT -> a.like(2.25);
      case ADD -> a.add(b);
      case SUB -> a.sub(b);
      case MUL -> a.mul(b);
      case DIV -> a.div(b);
      case MIN -> a.min(b);
      case MAX -> a.max(b);
      case FMA -> a.fma(b, c);
      case NEG -> a.neg();
      case ABS -> a.abs();
      case SQRT -> a.sqrt();
      case FLOOR -> a.floor();
      case RINT -> a.rint();
      case EXP -> a.exp();
      case LOG -> a.log();
      case LOG1P -> a.log1p();
      case EXPM1 -> a.expm1();
      case SIN -> a.sin();
      case COS -> a.cos();
      case TANH -> a.tanh();
      case ERF -> a.erf();
      case POW -> a.pow(b);
      case LESS -> a.less(b);
      case LESS_EQUAL -> a.lessEqual(b);
      case EQUAL -> a.equal(b);
      case AND -> a.and(b);
      case OR -> a.or(b);
      case XOR -> a.xor(b);
      case NOT -> a.not();
      case SHIFT_LEFT -> a.shiftLeft(37);
      case SHIFT_RIGHT -> a.shiftRight(3);
      case SHIFT_RIGHT_UNSIGNED -> a.shiftRightUnsigned(5);
      case SELECT -> a.equal(b).select(b, c);
      case BITCAST -> a.bitcast();
    };
  }

  private static Tensor values(long seed, DType dtype, int size) {
    SplittableRandom random = new SplittableRandom(seed);
    Buffer buffer = Buffer.allocate(dtype, size);
    for (int i = 0; i < size; i++) {
      boolean special = random.nextInt(3) == 0;
      double value = special ? SPECIAL[random.nextInt(SPECIAL.length)] : random.nextDouble(-4, 4);
      if (dtype.isInteger() && !special) {
        buffer.setLong(i, random.nextLong());
      } else {
        buffer.setDouble(i, value);
      }
    }
    return Tensor.over(Shape.of(size), buffer);
  }

  static Stream<DType> dtypes() {
    return Stream.of(DType.values());
  }

  @ParameterizedTest
  @MethodSource("dtypes")
  void everyInstructionGivesTheInterpretersBits(DType dtype) {
    int[] sizes = {5, Scratch.TILE - 1, Scratch.TILE, Scratch.TILE + 1, 2 * Scratch.TILE + 7};
    Set<Instruction> run = EnumSet.noneOf(Instruction.class);
    for (TestOps.Body body : BODIES) {
      if (takes(body, dtype)) {
        for (int size : sizes) {
          compare(body, dtype, size, Workers.SERIAL);
        }
        Stream.of(Instruction.values())
            .filter(i -> body.label().startsWith(i.name()))
            .forEach(run::add);
      }
    }
    assertThat(run)
        .as("instructions on %s", dtype)
        .hasSizeGreaterThan(dtype == DType.BOOL ? 7 : dtype.isFloating() ? 24 : 19);
  }

  private static boolean takes(TestOps.Body body, DType dtype) {
    try {
      body.infer(List.of(type(dtype, 1), type(dtype, 1), type(dtype, 1)));
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static TensorType type(DType dtype, int size) {
    return TensorType.of(dtype, size);
  }

  @Test
  void everySizeGivesTheInterpretersBits() {
    for (int size : IntStream.rangeClosed(0, 70).toArray()) {
      compare(TestOps.WAVE, DType.F32, size, Workers.SERIAL);
      compare(TestOps.BLEND, DType.F64, size, Workers.SERIAL);
      compare(TestOps.ADD, DType.F32, size, Workers.SERIAL);
    }
  }

  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    for (int threads : new int[] {2, 3, 8}) {
      for (int more : new int[] {-1, 0, 1, StepCode.GRAIN + 77}) {
        compare(TestOps.BLEND, DType.F32, StepCode.GRAIN + more, WorkerPool.of(threads));
      }
    }
  }

  @Test
  void anArgumentMayBeOverwritten() {
    for (int argument = 0; argument < 3; argument++) {
      for (TestOps.Body body : List.of(TestOps.BLEND, BODIES.get(BODIES.size() - 1))) {
        Tensor[] x = new Tensor[3];
        Buffer[] buffers = new Buffer[3];
        for (int i = 0; i < 3; i++) {
          x[i] = values(i, DType.F32, 3000);
          buffers[i] = Buffer.allocate(DType.F32, 3000);
          buffers[i].copyFrom(x[i].buffer());
        }
        Tensor expected = interpret(body, x);
        code(body, DType.F32, 3000, 3)
            .bind(buffers, new Buffer[] {buffers[argument]}, new ScratchPool(), Workers.SERIAL)
            .run();
        assertThat(Tensor.over(Shape.of(3000), buffers[argument])).isEqualTo(expected);
      }
    }
  }

  private static StepCode code(TestOps.Body body, DType dtype, int size, int arity) {
    ImmutableList<TensorType> in =
        ImmutableList.copyOf(Collections.nCopies(arity, type(dtype, size)));
    return StepCodes.of(body, in, body.infer(in));
  }

  private static Tensor interpret(TestOps.Body body, Tensor... x) {
    Map<Value, Tensor> given = new HashMap<>();
    Value[] inputs = new Value[x.length];
    for (int i = 0; i < x.length; i++) {
      inputs[i] = input("x" + i, x[i].type());
      given.put(inputs[i], x[i]);
    }
    return Interpreter.evaluate(List.of(apply(body, inputs)), given).getFirst();
  }

  private static void compare(TestOps.Body body, DType dtype, int size, Workers workers) {
    int arity = body == TestOps.WAVE ? 1 : body == TestOps.ADD ? 2 : 3;
    Tensor[] x = new Tensor[arity];
    Buffer[] inputs = new Buffer[arity];
    for (int i = 0; i < arity; i++) {
      x[i] = values(size + 31L * i, dtype, size);
      // Somewhere inside of a larger array, as in an arena.
      inputs[i] = Buffer.wrap(dtype, dtype.newArray(size + 9), 3 * i, size);
      inputs[i].copyFrom(x[i].buffer());
    }
    Tensor expected = interpret(body, x);
    Buffer y = Buffer.wrap(expected.dtype(), expected.dtype().newArray(size + 5), 2, size);
    code(body, dtype, size, arity).bind(inputs, new Buffer[] {y}, new ScratchPool(), workers).run();
    assertThat(Tensor.over(Shape.of(size), y))
        .as("%s %s", body.label(), x[0].type())
        .isEqualTo(expected);
  }
}
