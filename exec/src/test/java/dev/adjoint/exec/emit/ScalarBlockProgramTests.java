// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.bytecode.HiddenClass;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.io.IOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScalarBlockProgramTests {
  private static final double[] SPECIAL = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    0.999999,
    1.000001,
    3,
    -7,
    20,
    -100,
    710,
    1e5,
    -1e20,
    3e38,
    1e-40,
    -1e-310,
    Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };

  /** Returns {@code x/1024 + x}, over and over. */
  private static ScalarProgram chain(int length) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int x = builder.input(DType.F64);
    int factor = builder.literal(DType.F64, Double.doubleToRawLongBits(1 / 1024.0));
    int y = x;
    for (int i = 0; i < length; i++) {
      y = step(builder, i % 2 == 0 ? Instruction.MUL : Instruction.ADD, i % 2 == 0 ? factor : x, y);
    }
    return builder.build(List.of(y));
  }

  private static int step(ScalarProgramBuilder builder, Instruction instruction, int... operands) {
    return builder.add(
        new Step(
            instruction,
            DType.F64,
            ImmutableIntArray.copyOf(operands).asList().stream()
                .collect(ImmutableList.toImmutableList()),
            0));
  }

  private static double run(ScalarProgram body, double x) {
    ScalarBlockProgram program = ScalarBlockProgram.of(body);
    Registers registers = program.newRegisters();
    registers.f64()[program.input(0)] = x;
    program.run(registers);
    return registers.f64()[program.result(0)];
  }

  /** A product counts 20 bytes, so methods end after every 120 of them. */
  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 2, 119, 120, 121, 122, 239, 240, 241, 1000, 7_998, 7_999, 8_001, 20_000})
  void methodsAndClassesEndAnywhere(int length) {
    double expected = 3;
    for (int i = 0; i < length; i++) {
      expected = i % 2 == 0 ? expected / 1024 : expected + 3;
    }
    ScalarProgram body = chain(length);
    assertThat(run(body, 3)).isEqualTo(expected);
    assertThat(ScalarBlockProgram.of(body).classes())
        .isEqualTo(Math.ceilDiv(length, ScalarBlockProgram.CLASS));
  }

  @Test
  void noMethodIsTooLongForTheJitCompiler() {
    // Every step reads what was computed long before, so that all of it lies in registers.
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> steps = new ArrayList<>(List.of(builder.input(DType.F64)));
    SplittableRandom random = new SplittableRandom(1);
    while (steps.size() < 7000) {
      int a = steps.get(random.nextInt(steps.size()));
      int b = steps.get(random.nextInt(steps.size()));
      int c = steps.get(random.nextInt(steps.size()));
      steps.add(step(builder, Instruction.FMA, a, b, c));
    }
    ScalarProgram body = builder.build(steps);
    ScalarBlockLayout layout = new ScalarBlockLayout(body);
    byte[] classFile = new ScalarBlockEmitter(body, layout).emit(0, layout.methods().length() - 1);
    assertThat(ClassFile.of().parse(classFile).methods())
        .hasSizeGreaterThan(50)
        .allSatisfy(m ->
            assertThat(m.findAttribute(Attributes.code()).orElseThrow().codeLength())
                .isLessThan(8000));
  }

  /** Code of scalar blocks calls functions that branch; lowered bodies do not. */
  @ParameterizedTest
  @EnumSource(
      value = Instruction.class,
      names = {"EXP", "EXPM1", "LOG", "LOG1P", "SIN", "COS", "TANH", "ERF", "POW", "FLOOR", "RINT"})
  void functionsGiveTheBitsOfTheirExpansions(Instruction instruction) {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      ScalarProgramBuilder builder = new ScalarProgramBuilder();
      List<Integer> operands = new ArrayList<>();
      for (int i = 0; i < instruction.arity(); i++) {
        operands.add(builder.input(dtype));
      }
      int alone = builder.add(new Step(instruction, dtype, ImmutableList.copyOf(operands), 0));
      ScalarProgram body = builder.build(List.of(alone));
      for (double[] x : points(instruction.arity())) {
        assertThat(bits(body, dtype, x))
            .as("%s %s of %s", dtype, instruction, x)
            .isEqualTo(bits(Lowering.lower(body), dtype, x));
      }
    }
  }

  @Test
  void aSineAndACosineOfOneAngleAreComputedTogether() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      ScalarProgramBuilder builder = new ScalarProgramBuilder();
      int x = builder.input(dtype);
      int sin = builder.add(new Step(Instruction.SIN, dtype, ImmutableList.of(x), 0));
      int cos = builder.add(new Step(Instruction.COS, dtype, ImmutableList.of(x), 0));
      ScalarProgram body =
          builder.build(
              List.of(
                  builder.add(new Step(Instruction.SUB, dtype, ImmutableList.of(cos, sin), 0))));
      ScalarBlockLayout layout = new ScalarBlockLayout(body);
      assertThat(layout.isSecond(layout.twin(1))).isTrue();
      for (double[] point : points(1)) {
        assertThat(bits(body, dtype, point)).isEqualTo(bits(Lowering.lower(body), dtype, point));
      }
    }
  }

  @Test
  void smallAnglesTakeAShortWay() {
    var sine =
        new ScalarFunction(
            ImmutableList.of(Instruction.SIN), ImmutableList.of(DType.F32), DType.F32);
    var branch = sine.body().branch();
    assertThat(branch).isNotNull();
    int shorter =
        Math.min(branch.holds().body().steps().size(), branch.fails().body().steps().size());
    assertThat(shorter).isLessThan(sine.body().body().steps().size() / 3);
  }

  @Test
  void aResultMayBeAnInputOrALiteral() {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int x = builder.input(DType.I64);
    int unread = builder.input(DType.I64);
    int seven = builder.literal(DType.I64, 7);
    ScalarBlockProgram program = ScalarBlockProgram.of(builder.build(List.of(seven, x)));
    Registers registers = program.newRegisters();
    registers.i64()[program.input(0)] = 5;
    program.run(registers);
    assertThat(registers.i64()[program.result(0)]).isEqualTo(7);
    assertThat(registers.i64()[program.result(1)]).isEqualTo(5);
    assertThat(program.input(unread)).isNegative();
  }

  @Test
  @ResourceLock(Resources.SYSTEM_PROPERTIES)
  void dumpsItsClasses(@TempDir Path directory) throws IOException {
    System.setProperty(HiddenClass.DUMP_PROPERTY, directory.toString());
    try {
      run(chain(333), 1);
    } finally {
      System.clearProperty(HiddenClass.DUMP_PROPERTY);
    }
    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()).toList())
          .hasSize(2)
          .anyMatch(name -> name.matches("ScalarBlock\\d+\\.class"))
          .anyMatch(name -> name.matches("ScalarBlock\\d+\\.txt"));
    }
  }

  private static List<double[]> points(int arity) {
    List<double[]> points = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(7);
    for (double a : SPECIAL) {
      for (double b : arity == 1 ? new double[1] : SPECIAL) {
        points.add(new double[] {a, b});
      }
    }
    for (int i = 0; i < 3000; i++) {
      double scale = Math.scalb(1.0, random.nextInt(-30, 40));
      points.add(new double[] {random.nextDouble(-1, 1) * scale, random.nextDouble(-9, 9)});
    }
    return points;
  }

  /** Returns the bits of the first result, one NaN for all. */
  private static long bits(ScalarProgram body, DType dtype, double[] x) {
    ScalarBlockProgram program = ScalarBlockProgram.of(body);
    Registers registers = program.newRegisters();
    for (int i = 0; i < body.inputs().size(); i++) {
      if (dtype == DType.F32) {
        registers.f32()[program.input(i)] = (float) x[i];
      } else {
        registers.f64()[program.input(i)] = x[i];
      }
    }
    program.run(registers);
    int result = program.result(0);
    return dtype == DType.F32
        ? Float.floatToIntBits(registers.f32()[result])
        : Double.doubleToLongBits(registers.f64()[result]);
  }
}
