// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import dev.adjoint.graph.DType;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Writes how a vector is put together from elements that lie {@code apart} elements from each
 * other, and how as many vectors are stored in turn, element by element. The constants for that are
 * made when first asked for, so that a loop that stays on single elements needs no vectors.
 *
 * <p>Elements that lie 2 apart come from 2 vectors, each with its lanes rearranged; the second one
 * ends with the last element that is read at all, so that nothing is read beyond.
 */
final class InterleavedAccess {
  private static final ClassDesc SHUFFLE = ClassDesc.of("jdk.incubator.vector.VectorShuffle");
  private static final ClassDesc VECTOR = ClassDesc.of("jdk.incubator.vector.Vector");

  private final CodeBuilder code;
  private final int bits;
  private final int width;

  /**
   * Prepares to write.
   *
   * @param bits the width of vectors in bits
   * @param width the number of their lanes
   */
  InterleavedAccess(CodeBuilder code, int bits, int width) {
    this.code = code;
    this.bits = bits;
    this.width = width;
  }

  /** Returns how far behind the first element the loaded vector number {@code part} begins. */
  int start(int apart, int part) {
    return Math.min(part * width, (apart - 1) * (width - 1));
  }

  /** Replaces a loaded vector on the stack by one whose elements are where they belong. */
  void pick(DType dtype, int apart, int part) {
    int start = start(apart, part);
    rearrange(dtype, IntStream.range(0, width).map(i -> i * apart - start & width - 1));
  }

  /**
   * Replaces the assembled vector so far and the vector of a part, on the stack, by both blended.
   */
  void merge(DType dtype, int apart, int part) {
    int before = start(apart, part - 1) + width;
    blend(dtype, IntStream.range(0, width).filter(i -> i * apart >= before));
  }

  /**
   * Pushes vector number {@code part} of those that hold the elements of vectors in turn.
   *
   * @param variables the local variables of these
   */
  void deal(DType dtype, int[] variables, int part) {
    int apart = variables.length;
    boolean same = Arrays.stream(variables).allMatch(v -> v == variables[0]);
    for (int v = 0; v < (same ? 1 : apart); v++) {
      int number = v;
      code.aload(variables[v]);
      rearrange(dtype, IntStream.range(0, width).map(i -> (part * width + i) / apart));
      if (v > 0) {
        blend(dtype, IntStream.range(0, width).filter(i -> (part * width + i) % apart == number));
      }
    }
  }

  private void rearrange(DType dtype, IntStream lanes) {
    var fromValues =
        MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            SHUFFLE,
            "fromValues",
            MethodTypeDesc.of(SHUFFLE, VectorStack.SPECIES, CD_int.arrayType()));
    var constants = new ConstantDesc[width + 2];
    constants[0] = fromValues;
    constants[1] = species(dtype);
    int[] from = lanes.toArray();
    for (int i = 0; i < width; i++) {
      constants[i + 2] = from[i];
    }
    code.loadConstant(
        DynamicConstantDesc.ofNamed(ConstantDescs.BSM_INVOKE, "lanes", SHUFFLE, constants));
    ClassDesc type = VectorStack.type(dtype);
    code.invokevirtual(type, "rearrange", MethodTypeDesc.of(type, SHUFFLE));
  }

  /** Replaces two vectors on the stack by one that has some lanes of the second. */
  private void blend(DType dtype, IntStream lanes) {
    var fromLong =
        MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            VectorStack.MASK,
            "fromLong",
            MethodTypeDesc.of(VectorStack.MASK, VectorStack.SPECIES, CD_long));
    long mask = lanes.mapToLong(i -> 1L << i).sum();
    code.loadConstant(
        DynamicConstantDesc.ofNamed(
            ConstantDescs.BSM_INVOKE, "mask", VectorStack.MASK, fromLong, species(dtype), mask));
    ClassDesc type = VectorStack.type(dtype);
    code.invokevirtual(type, "blend", MethodTypeDesc.of(type, VECTOR, VectorStack.MASK));
  }

  private DynamicConstantDesc<?> species(DType dtype) {
    return DynamicConstantDesc.ofNamed(
        ConstantDescs.BSM_GET_STATIC_FINAL,
        "SPECIES_" + bits,
        VectorStack.SPECIES,
        VectorStack.type(dtype));
  }
}
