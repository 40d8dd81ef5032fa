// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_int;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the method that reduces long rows {@linkplain LaneReduction stretch} by stretch, each as a
 * row of its own. For the sum of {@code x} it reads as
 *
 * <pre>{@code
 * private static void stretches(LoopOperands at, int row, int end, int n) {
 *   for (; row < end; row++) {
 *     float[] sum = (float[]) at.out[0]; int sumAt = at.outAt[0] + row * at.outStep[0];
 *     vector(at, row, row + 1, 512);
 *     int from = 0;
 *     do {
 *       from += 512;
 *       at.inAt[0] += 512;
 *       float before = sum[sumAt];
 *       int count = Math.min(n - from, 512);
 *       if (count >= 16) vector(at, row, row + 1, count);
 *       else scalar(at, row, row + 1, 0, count);
 *       sum[sumAt] = combine(before, sum[sumAt]);
 *     } while (n - from > 512);
 *     at.inAt[0] -= from;
 *   }
 * }
 * }</pre>
 *
 * <p>The result of the stretches so far is in memory, and a stretch runs the loop over a short row:
 * with another loop around it, or a branch in it where a stretch ends, C2 compiles it to slower
 * code, and a body with many reductions to code that allocates its vectors.
 */
final class StretchCode {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
  private static final MethodTypeDesc MIN = MethodTypeDesc.of(CD_int, CD_int, CD_int);

  // The parameters and variables of the method.
  private static final int OPERANDS = 0;
  private static final int ROW = 1;
  private static final int END = 2;
  private static final int N = 3;
  private static final int FROM = 4;
  private static final int COUNT = 5;
  private static final int FIRST = 6;

  private final LoopSignature loop;
  private final DType lanes;
  private final CodeBuilder code;
  private final ClassDesc self;
  private final int stretch;
  private final Operands arrays;
  private final ReduceCode reductions;

  StretchCode(LoopSignature loop, DType lanes, CodeBuilder code, ClassDesc self) {
    this.loop = loop;
    this.lanes = lanes;
    this.code = code;
    this.self = self;
    this.stretch = loop.stretch();
    this.arrays = new Operands(loop, FIRST);
    this.reductions = new ReduceCode(loop, self);
  }

  void emit() {
    var head = code.newLabel();
    var exit = code.newLabel();
    code.labelBinding(head).iload(ROW).iload(END).if_icmpge(exit);
    arrays.unpack(code, ROW);
    code.iconst_0().istore(FROM).loadConstant(stretch).istore(COUNT);
    first();
    var next = code.newLabel();
    code.labelBinding(next).iinc(FROM, stretch);
    arrays.skip(code, () -> code.loadConstant(stretch));
    for (int f = 0; f < loop.reductions().size(); f++) {
      reductions.keep(code, f, arrays, before(f));
    }
    code.iload(N).iload(FROM).isub().loadConstant(stretch);
    code.invokestatic(MATH, VectorStack.name(Instruction.MIN), MIN).istore(COUNT);
    later();
    for (int f = 0; f < loop.reductions().size(); f++) {
      reductions.combine(code, f, arrays, before(f));
    }
    code.iload(N).iload(FROM).isub().loadConstant(stretch).if_icmpgt(next);
    arrays.skip(code, () -> code.iload(FROM).ineg());
    code.iinc(ROW, 1).goto_(head).labelBinding(exit).return_();
  }

  /** Computes the first stretch of a row. */
  private void first() {
    if (lanes.isFloating()) {
      vector();
    } else {
      scalar();
    }
  }

  /** Computes a stretch that may be too short for vectors. */
  private void later() {
    if (!lanes.isFloating()) {
      scalar();
      return;
    }
    var single = code.newLabel();
    var done = code.newLabel();
    code.iload(COUNT).loadConstant(VectorCode.unit(loop, lanes)).if_icmplt(single);
    vector();
    code.goto_(done).labelBinding(single);
    scalar();
    code.labelBinding(done);
  }

  private void vector() {
    code.aload(OPERANDS).iload(ROW).iload(ROW).iconst_1().iadd().iload(COUNT);
    code.invokestatic(self, "vector", LoopEmitter.ROWS);
  }

  private void scalar() {
    code.aload(OPERANDS).iload(ROW).iload(ROW).iconst_1().iadd().iconst_0().iload(COUNT);
    code.invokestatic(self, "scalar", LoopEmitter.SCALAR);
  }

  /** Returns the variable for the result of the stretches so far. */
  private int before(int reduction) {
    return arrays.end() + 2 * reduction;
  }
}
