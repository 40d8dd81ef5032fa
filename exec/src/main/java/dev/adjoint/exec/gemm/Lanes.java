// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static java.lang.constant.ConstantDescs.CD_double;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Locale;
import java.util.function.Consumer;

/** The instructions on what a micro-kernel keeps in a register: a vector, or a single element. */
sealed interface Lanes {
  /** Returns the instructions for vectors of {@code bits} bits, or for single elements. */
  static Lanes of(boolean doubles, int bits) {
    return bits == VectorSupport.SCALAR ? new Single(doubles) : new Vectors(doubles, bits);
  }

  /** Returns the kind of local variable that holds one. */
  TypeKind kind();

  /** Pushes what lies in an array at an index. */
  void load(CodeBuilder code, int array, Consumer<CodeBuilder> index);

  /** Pushes the element of an array at an index, in every lane. */
  void broadcast(CodeBuilder code, int array, Consumer<CodeBuilder> index);

  /** Pushes {@code +0}, in every lane. */
  void zero(CodeBuilder code);

  /** Replaces {@code a, b, c} on the stack by {@code fma(a, b, c)}. */
  void fma(CodeBuilder code);

  /** Replaces {@code a, b} on the stack by {@code a + b}. */
  void add(CodeBuilder code);

  /** Stores a local variable into an array at an index. */
  void store(CodeBuilder code, int local, int array, Consumer<CodeBuilder> index);

  /** Returns the name of the method that does what an instruction does. */
  static String method(Instruction instruction) {
    return instruction.name().toLowerCase(Locale.ROOT);
  }

  private static ClassDesc element(boolean doubles) {
    return doubles ? CD_double : CD_float;
  }

  /** One element, by plain instructions. */
  record Single(boolean doubles) implements Lanes {
    @Override
    public TypeKind kind() {
      return TypeKind.from(element(doubles));
    }

    @Override
    public void load(CodeBuilder code, int array, Consumer<CodeBuilder> index) {
      code.aload(array);
      index.accept(code);
      code.arrayLoad(kind());
    }

    @Override
    public void broadcast(CodeBuilder code, int array, Consumer<CodeBuilder> index) {
      load(code, array, index);
    }

    @Override
    public void zero(CodeBuilder code) {
      if (doubles) {
        code.dconst_0();
      } else {
        code.fconst_0();
      }
    }

    @Override
    public void add(CodeBuilder code) {
      if (doubles) {
        code.dadd();
      } else {
        code.fadd();
      }
    }

    @Override
    public void fma(CodeBuilder code) {
      var element = element(doubles);
      var type = MethodTypeDesc.of(element, element, element, element);
      code.invokestatic(ClassDesc.of("java.lang.Math"), "fma", type);
    }

    @Override
    public void store(CodeBuilder code, int local, int array, Consumer<CodeBuilder> index) {
      code.aload(array);
      index.accept(code);
      code.loadLocal(kind(), local).arrayStore(kind());
    }
  }

  /** A vector of the Vector API; its classes are named but not loaded here. */
  record Vectors(boolean doubles, int bits) implements Lanes {
    private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");
    private static final ClassDesc SPECIES = ClassDesc.of("jdk.incubator.vector.VectorSpecies");

    private ClassDesc type() {
      return ClassDesc.of("jdk.incubator.vector." + (doubles ? "DoubleVector" : "FloatVector"));
    }

    private void species(CodeBuilder code) {
      code.getstatic(type(), "SPECIES_" + bits, SPECIES);
    }

    @Override
    public TypeKind kind() {
      return TypeKind.REFERENCE;
    }

    @Override
    public void load(CodeBuilder code, int array, Consumer<CodeBuilder> index) {
      species(code);
      code.aload(array);
      index.accept(code);
      var arrays = element(doubles).arrayType();
      code.invokestatic(type(), "fromArray", MethodTypeDesc.of(type(), SPECIES, arrays, CD_int));
    }

    @Override
    public void broadcast(CodeBuilder code, int array, Consumer<CodeBuilder> index) {
      species(code);
      var element = element(doubles);
      code.aload(array);
      index.accept(code);
      code.arrayLoad(TypeKind.from(element));
      code.invokestatic(type(), "broadcast", MethodTypeDesc.of(type(), SPECIES, element));
    }

    @Override
    public void zero(CodeBuilder code) {
      species(code);
      code.invokestatic(type(), "zero", MethodTypeDesc.of(type(), SPECIES));
    }

    @Override
    public void add(CodeBuilder code) {
      code.invokevirtual(type(), method(Instruction.ADD), MethodTypeDesc.of(type(), VECTOR));
    }

    @Override
    public void fma(CodeBuilder code) {
      code.invokevirtual(type(), "fma", MethodTypeDesc.of(type(), VECTOR, VECTOR));
    }

    @Override
    public void store(CodeBuilder code, int local, int array, Consumer<CodeBuilder> index) {
      code.aload(local).aload(array);
      index.accept(code);
      var arrays = element(doubles).arrayType();
      code.invokevirtual(type(), "intoArray", MethodTypeDesc.of(CD_void, arrays, CD_int));
    }
  }
}
