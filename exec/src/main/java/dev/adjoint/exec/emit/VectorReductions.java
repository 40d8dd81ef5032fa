// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DynamicConstantDesc;
import java.lang.constant.MethodHandleDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the code that reduces the lanes of a reduction to one while they are in vectors. The lanes
 * are rotated by half their number, so that lane {@code l + h} meets lane {@code l}, then by a
 * quarter and so on; the contents of higher lanes are ignored. Lane 0 is the result, bit for bit
 * that of {@link ReduceCode}, which combines the lanes one by one.
 */
final class VectorReductions {
  private static final ClassDesc SHUFFLE = ClassDesc.of("jdk.incubator.vector.VectorShuffle");

  private final LoopSignature loop;
  private final DType lanes;
  private final int width;

  VectorReductions(LoopSignature loop, DType lanes, int width) {
    this.loop = loop;
    this.lanes = lanes;
    this.width = width;
  }

  /**
   * Returns whether a reduction can be taken together so: its lanes are those of the loop's
   * vectors.
   */
  boolean suits(LaneReduction reduction) {
    return reduction.dtype() == lanes && VectorLegality.lanes(reduction.combine()) == lanes;
  }

  /**
   * Returns the shuffle that rotates vectors: lane {@code l} receives lane {@code l + by}. It is
   * made when first asked for, so that a loop that stays on single elements needs no vectors.
   */
  private DynamicConstantDesc<?> turn(int by) {
    var species =
        DynamicConstantDesc.ofNamed(
            ConstantDescs.BSM_GET_STATIC_FINAL,
            "SPECIES_" + loop.bits(),
            VectorStack.SPECIES,
            VectorStack.type(lanes));
    var iota =
        MethodHandleDesc.ofMethod(
            DirectMethodHandleDesc.Kind.STATIC,
            SHUFFLE,
            "iota",
            MethodTypeDesc.of(SHUFFLE, VectorStack.SPECIES, CD_int, CD_int, CD_boolean));
    return DynamicConstantDesc.ofNamed(
        ConstantDescs.BSM_INVOKE, "turn", SHUFFLE, iota, species, by, 1, ConstantDescs.TRUE);
  }

  /**
   * Pushes the lanes reduced to one.
   *
   * @param ring the variables of the vectors that hold the lanes, in order; they are overwritten
   * @param free the first variable that is not in use
   */
  void reduce(CodeBuilder code, LaneReduction reduction, int[] ring, int free) {
    for (int half = ring.length / 2; half > 0; half /= 2) {
      for (int p = 0; p < half; p++) {
        combine(code, reduction.combine(), ring[p], ring[p + half], free);
        code.astore(ring[p]);
      }
    }
    ClassDesc type = VectorStack.type(lanes);
    for (int half = width / 2; half > 0; half /= 2) {
      code.aload(ring[0]).loadConstant(turn(half));
      code.invokevirtual(type, "rearrange", MethodTypeDesc.of(type, SHUFFLE)).astore(free);
      combine(code, reduction.combine(), ring[0], free, free + 1);
      code.astore(ring[0]);
    }
    code.aload(ring[0]).iconst_0();
    code.invokevirtual(type, "lane", MethodTypeDesc.of(Operands.element(lanes), CD_int));
  }

  /** Pushes the vectors in two variables combined. */
  private void combine(CodeBuilder code, ScalarProgram body, int a, int b, int free) {
    LoopSignature alone = LoopSignature.of(body, ImmutableList.of(false, false), loop.bits());
    int[] slots = new int[body.steps().size()];
    VectorSteps steps = new VectorSteps(alone, lanes, code, k -> slots[k]);
    for (int k = 0; k < slots.length; k++) {
      Step step = body.steps().get(k);
      if (step.instruction() == Instruction.ARGUMENT) {
        slots[k] = step.payload() == 0 ? a : b;
        continue;
      }
      slots[k] = free + k;
      if (step.instruction() == Instruction.CONSTANT) {
        steps.literal(step.dtype(), step.payload());
      } else {
        steps.compute(step);
      }
      code.astore(slots[k]);
    }
    code.aload(slots[body.results().get(0)]);
  }
}
