// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.emit.LoopCases.LENGTH;
import static dev.adjoint.exec.emit.LoopCases.values;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.bytecode.HiddenClass;
import dev.adjoint.exec.emit.LoopCases.Case;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgramBuilder;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares generated loops with the interpreter, bit for bit, at every vector width. */
final class LoopKernelTests {
  private static final int[] WIDTHS = {VectorSupport.SCALAR, 128, 256, 512};

  /** Around none, one, two, three and many vectors of 2, 4, 8 and 16 lanes. */
  private static final int[] LENGTHS =
      IntStream.rangeClosed(0, LENGTH)
          .filter(n -> n <= 9 || n >= 1023 || n < 66 && (n + 1) % 8 <= 2)
          .toArray();

  private static ScalarProgram body(List<Case> cases) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> arguments = cases.getFirst().inputs().stream().map(builder::input).toList();
    List<Integer> results = new ArrayList<>();
    for (Case c : cases) {
      results.add(builder.append(ScalarProgram.of(c.scalar()), arguments));
    }
    return builder.build(results);
  }

  private static LoopKernel kernel(ScalarProgram body, List<Boolean> uniform, int bits) {
    return LoopKernels.of(LoopSignature.of(body, ImmutableList.copyOf(uniform), bits))
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.exec.emit.LoopCases#all")
  void everyWidthAndLengthGivesTheInterpretersBits(Case c) {
    List<Tensor> x = new ArrayList<>();
    for (DType dtype : c.inputs()) {
      x.add(values(dtype, x.size()));
    }
    check(c, x, c.inputs().stream().map(_ -> false).toList());
  }

  @ParameterizedTest
  @MethodSource("dev.adjoint.exec.emit.LoopCases#all")
  void anInputMayBeOneElementForAll(Case c) {
    for (int at : new int[] {3, 17}) {
      List<Tensor> x = new ArrayList<>();
      List<Boolean> uniform = new ArrayList<>();
      for (DType dtype : c.inputs()) {
        Tensor varied = values(dtype, x.size());
        boolean same = x.size() == c.inputs().size() - 1;
        x.add(same ? repeated(varied, at) : varied);
        uniform.add(same);
      }
      check(c, x, uniform);
    }
  }

  private static Tensor repeated(Tensor x, int at) {
    Buffer buffer = Buffer.allocate(x.dtype(), LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      System.arraycopy(x.buffer().array(), at, buffer.array(), i, 1);
    }
    return Tensor.over(x.shape(), buffer);
  }

  private static void check(Case c, List<Tensor> x, List<Boolean> uniform) {
    List<Value> inputs = new ArrayList<>();
    Map<Value, Tensor> given = new HashMap<>();
    for (Tensor t : x) {
      inputs.add(input("x", t.type()));
      given.put(inputs.getLast(), t);
    }
    Value y = apply(c.body(), inputs.toArray(Value[]::new));
    Tensor expected = Interpreter.evaluate(List.of(y), given).getFirst();
    Object[] in = x.stream().map(t -> t.buffer().array()).toArray();
    for (int bits : WIDTHS) {
      LoopKernel kernel = kernel(body(List.of(c)), uniform, bits);
      for (int n : LENGTHS) {
        Buffer out = Buffer.allocate(y.dtype(), LENGTH + 3);
        kernel.run(operands(in, new Object[] {out.array()}, 3), 1, n);
        assertPrefix(out, expected, n, c + " " + bits + " bits, n = " + n);
      }
    }
  }

  private static LoopOperands operands(Object[] in, Object[] out, int outAt) {
    LoopOperands at = new LoopOperands();
    at.reserve(in.length, out.length);
    System.arraycopy(in, 0, at.in, 0, in.length);
    System.arraycopy(out, 0, at.out, 0, out.length);
    Arrays.fill(at.outAt, outAt);
    return at;
  }

  /** Checks that the first {@code n} elements after three are as expected and all others 0. */
  private static void assertPrefix(Buffer out, Tensor expected, int n, String as) {
    Buffer want = Buffer.allocate(out.dtype(), out.size());
    System.arraycopy(expected.buffer().array(), 0, want.array(), 3, n);
    assertThat(Tensor.over(Shape.of(out.size()), out))
        .as(as)
        .isEqualTo(Tensor.over(Shape.of(want.size()), want));
  }

  @Test
  void severalResultsMayOverwriteTheInputs() {
    DType d = DType.F32;
    List<Case> pair = new ArrayList<>();
    LoopCases.add(pair, "sum", x -> x.get(0).add(x.get(1)), d, d);
    LoopCases.add(pair, "difference", x -> x.get(0).sub(x.get(1)).mul(x.get(0)), d, d);
    ScalarProgram body = body(pair);
    for (int bits : WIDTHS) {
      float[] a = new float[70];
      float[] b = new float[70];
      for (int i = 0; i < 70; i++) {
        a[i] = i;
        b[i] = 1 + i * i;
      }
      kernel(body, List.of(false, false), bits)
          .run(operands(new Object[] {a, b}, new Object[] {a, b}, 0), 1, 70);
      for (int i = 0; i < 70; i++) {
        assertThat(a[i]).isEqualTo((float) i + (1 + i * i));
        assertThat(b[i]).isEqualTo((i - (float) (1 + i * i)) * i);
      }
    }
  }

  @Test
  void equalSignaturesShareAKernel() {
    Case c = LoopCases.all().findFirst().orElseThrow();
    assertThat(kernel(body(List.of(c)), List.of(false, false), 256))
        .isSameAs(kernel(body(List.of(c)), List.of(false, false), 256))
        .isNotSameAs(kernel(body(List.of(c)), List.of(false, true), 256))
        .isNotSameAs(kernel(body(List.of(c)), List.of(false, false), 128));
  }

  /** Returns a body of as many results {@code (r + 1)·x + b}. */
  private static ScalarProgram multiples(DType dtype, int results) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> arguments = List.of(builder.input(dtype), builder.input(dtype));
    Scalar x = Scalar.argument(0, dtype);
    Scalar b = Scalar.argument(1, dtype);
    return builder.build(
        IntStream.range(0, results)
            .mapToObj(r -> ScalarProgram.of(x.mul(r + 1).add(b)))
            .map(program -> builder.append(program, arguments))
            .toList());
  }

  @ParameterizedTest
  @CsvSource({"1, 2", "2, 1", "2, 2", "3, 1", "1, 3", "4, 3", "3, 4"})
  void elementsMayLieApart(int apart, int spread) {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      for (boolean overlaps : new boolean[] {false, true}) {
        for (int bits : WIDTHS) {
          LoopSignature signature =
              new LoopSignature(
                  multiples(dtype, spread),
                  ImmutableIntArray.of(apart, 1),
                  ImmutableList.of(),
                  bits,
                  spread,
                  overlaps);
          for (int n = 1; n < 40; n++) {
            checkApart(signature, dtype, n, signature + " of " + n);
          }
        }
      }
    }
  }

  /** Checks two rows, whose elements end where the arrays do. */
  private static void checkApart(LoopSignature signature, DType dtype, int n, String label) {
    int apart = signature.steps().get(0);
    int spread = signature.spread();
    int step = apart * n + 2;
    Buffer x = Buffer.allocate(dtype, step + apart * (n - 1) + 1);
    Buffer b = Buffer.allocate(dtype, 2 * n);
    Buffer y = Buffer.allocate(dtype, 2 * spread * n + 3);
    for (Buffer buffer : List.of(x, b, y)) {
      for (int i = 0; i < buffer.size(); i++) {
        buffer.setDouble(i, buffer == x ? i + 1 : buffer == b ? -100 * i : 77);
      }
    }
    LoopOperands at = new LoopOperands();
    at.in = new Object[] {x.array(), b.array()};
    at.inStep = new int[] {step, n};
    at.reserve(2, spread);
    for (int r = 0; r < spread; r++) {
      at.out[r] = y.array();
      at.outAt[r] = 1 + r;
      at.outStep[r] = spread * n + 1;
    }
    LoopKernels.of(signature).orElseThrow().run(at, 2, n);
    double[] expected = new double[y.size()];
    Arrays.fill(expected, 77);
    for (int i = 0; i < 2 * n * spread; i++) {
      int row = i / (n * spread);
      int place = i % (n * spread) / spread;
      int factor = i % spread + 1;
      expected[1 + i + row] = factor * (row * step + apart * place + 1.0) - 100 * (row * n + place);
    }
    assertThat(IntStream.range(0, y.size()).mapToDouble(y::getDouble).toArray())
        .as(label)
        .isEqualTo(expected);
  }

  @Test
  void aBodyThatIsTooLongHasNoKernel() {
    Scalar sum = Scalar.argument(0, DType.F32);
    for (int i = 0; i < LoopKernels.MAX_STEPS; i++) {
      sum = sum.add(Scalar.argument(0, DType.F32)).neg();
    }
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> x = List.of(builder.input(DType.F32));
    int result = builder.append(ScalarProgram.of(sum), x);
    ScalarProgram body = builder.build(List.of(result));
    assertThat(LoopKernels.of(LoopSignature.of(body, ImmutableList.of(false), 256))).isEmpty();
  }

  @Test
  void classesAreDumped(@TempDir Path directory) throws Exception {
    System.setProperty(HiddenClass.DUMP_PROPERTY, directory.resolve("new").toString());
    try {
      List<Case> unique = new ArrayList<>();
      LoopCases.add(unique, "dumped", x -> x.get(0).mul(0x1.23456p3), DType.F32);
      kernel(body(unique), List.of(false), 256);
    } finally {
      System.clearProperty(HiddenClass.DUMP_PROPERTY);
    }
    try (Stream<Path> files = Files.list(directory.resolve("new"))) {
      List<Path> written = files.sorted().toList();
      assertThat(written).hasSize(2);
      assertThat(Files.readAllBytes(written.get(0))).startsWith(0xca, 0xfe, 0xba, 0xbe);
      assertThat(written.get(1)).content().contains("vectors: 256 bits", "mul $0, $1 : f32");
    }
  }
}
