// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * Writes the loop of a body over vectors. A reduction's virtual lanes are one vector or several; in
 * each round through the loop the first takes part, and then they change places in a ring. Rounds
 * come in multiples of the ring, so that every vector is in its own place at the end of a row.
 */
final class VectorCode {
  private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");

  // The parameters and variables of the method.
  private static final int OPERANDS = 0;
  private static final int ROW = 1;
  private static final int END = 2;
  private static final int N = 3;
  private static final int I = 4;
  private static final int WHOLE = 5;
  private static final int AT = 6;
  private static final int FIRST = 7;

  private final LoopSignature loop;
  private final ScalarProgram body;
  private final DType lanes;
  private final int width;
  private final CodeBuilder code;
  private final ClassDesc self;
  private final Operands arrays;
  private final Locals locals;
  private final VectorSteps steps;
  private final ReduceCode reductions;
  private final VectorReductions vectorReductions;

  private final InterleavedAccess interleaving;

  /** For each reduction the variables of its vectors; the first is that of the lane's step. */
  private final int[][] rings;

  /** The first variable that is not in use. */
  private final int end;

  VectorCode(LoopSignature loop, DType lanes, CodeBuilder code, ClassDesc self) {
    this.loop = loop;
    this.body = loop.body();
    this.lanes = lanes;
    this.width = width(loop, lanes);
    this.code = code;
    this.self = self;
    this.arrays = new Operands(loop, FIRST);
    this.locals = new Locals(loop, arrays.end(), 1);
    this.steps = new VectorSteps(loop, lanes, code, locals::of);
    this.reductions = new ReduceCode(loop, self);
    this.vectorReductions = new VectorReductions(loop, lanes, width);
    this.interleaving = new InterleavedAccess(code, loop.bits(), width);
    this.rings = new int[loop.reductions().size()][];
    this.end = layOutRings();
  }

  /** Returns the number of elements of a vector. */
  static int width(LoopSignature loop, DType lanes) {
    return loop.bits() / (8 * lanes.bytes());
  }

  /** Returns the number of elements per round of the loop: it takes multiples of it. */
  static int unit(LoopSignature loop, DType lanes) {
    int unit = width(loop, lanes);
    for (LaneReduction reduction : loop.reductions()) {
      unit = Math.max(unit, reduction.lanes());
    }
    return unit;
  }

  /**
   * Returns whether the method loops over rows; otherwise it is called for each row. For a long
   * body C2 makes a third slower code of a loop within a loop.
   */
  static boolean isNested(LoopSignature loop) {
    return !loop.isLong();
  }

  private int layOutRings() {
    int next = locals.end();
    for (int f = 0; f < rings.length; f++) {
      rings[f] = new int[Math.max(1, loop.reductions().get(f).lanes() / width)];
      for (int p = 0; p < rings[f].length; p++) {
        rings[f][p] = next++;
      }
    }
    for (int k = 0; k < body.steps().size(); k++) {
      if (locals.reduce(k) >= 0) {
        rings[locals.reduce(k)][0] = locals.of(k);
      }
    }
    return next;
  }

  void emit() {
    var begin = code.newLabel();
    code.iload(ROW).iload(END).if_icmplt(begin).return_().labelBinding(begin);
    arrays.unpack(code, ROW);
    invariants(Instruction.CONSTANT);
    code.iload(N).loadConstant(-unit(loop, lanes)).iand().istore(WHOLE);
    if (!isNested(loop)) {
      wholeRow();
      code.return_();
      return;
    }
    var head = code.newLabel();
    var exit = code.newLabel();
    code.labelBinding(head).iload(ROW).iload(END).if_icmpge(exit);
    wholeRow();
    arrays.advance(code);
    code.iinc(ROW, 1).goto_(head).labelBinding(exit).return_();
  }

  private void wholeRow() {
    invariants(Instruction.ARGUMENT);
    startLanes();
    row();
    endRow();
  }

  private void invariants(Instruction of) {
    for (int k = 0; k < body.steps().size(); k++) {
      Step step = body.steps().get(k);
      if (locals.isInvariant(k) && step.instruction() == of) {
        invariant(step);
        code.astore(locals.of(k));
      }
    }
  }

  private void invariant(Step step) {
    if (step.instruction() == Instruction.CONSTANT) {
      steps.literal(step.dtype(), step.payload());
      return;
    }
    DType dtype = step.dtype();
    steps.species(dtype);
    int input = arrays.input((int) step.payload());
    code.aload(input).iload(input + 1).arrayLoad(Operands.kind(dtype));
    steps.repeat(dtype);
  }

  private void startLanes() {
    for (int f = 0; f < rings.length; f++) {
      DType dtype = loop.reductions().get(f).dtype();
      for (int variable : rings[f]) {
        steps.literal(dtype, loop.reductions().get(f).identity());
        code.astore(variable);
      }
    }
  }

  private void row() {
    var head = code.newLabel();
    var exit = code.newLabel();
    code.iconst_0().istore(I);
    code.labelBinding(head).iload(I).iload(loop.overlaps() ? N : WHOLE).if_icmpge(exit);
    code.iload(I);
    if (loop.overlaps()) {
      code.iload(N).loadConstant(width).isub();
      code.invokestatic(
          MATH, VectorStack.name(Instruction.MIN), MethodTypeDesc.of(CD_int, CD_int, CD_int));
    }
    code.istore(AT);
    for (int k = 0; k < body.steps().size(); k++) {
      if (!locals.isInvariant(k) && locals.reduce(k) < 0) {
        Step step = body.steps().get(k);
        if (step.instruction() == Instruction.ARGUMENT) {
          load(step);
        } else {
          steps.compute(step);
        }
        code.astore(locals.of(k));
      }
    }
    storeResults();
    turnRings();
    code.iinc(I, width).goto_(head).labelBinding(exit);
  }

  private void load(Step step) {
    int number = (int) step.payload();
    int input = arrays.input(number);
    int apart = loop.steps().get(number);
    if (apart == 1) {
      load(step.dtype(), input, 1, 0);
      return;
    }
    load(step.dtype(), input, apart, 0);
    interleaving.pick(step.dtype(), apart, 0);
    for (int part = 1; part < apart; part++) {
      load(step.dtype(), input, apart, interleaving.start(apart, part));
      interleaving.pick(step.dtype(), apart, part);
      interleaving.merge(step.dtype(), apart, part);
    }
  }

  /** Pushes the vector of an input that begins some elements behind the present one. */
  private void load(DType dtype, int input, int apart, int behind) {
    steps.species(dtype);
    pushIndex(input, apart, behind);
    ClassDesc type = vector(dtype);
    code.invokestatic(
        type,
        "fromArray",
        MethodTypeDesc.of(type, VectorStack.SPECIES, Operands.array(dtype), CD_int));
  }

  /** Pushes an array and an index behind that of the present element. */
  private void pushIndex(int array, int apart, int behind) {
    code.aload(array).iload(array + 1).iload(AT);
    if (apart > 1) {
      code.loadConstant(apart).imul();
    }
    code.iadd();
    if (behind > 0) {
      code.loadConstant(behind).iadd();
    }
  }

  private static ClassDesc vector(DType dtype) {
    return dtype == DType.BOOL ? VectorStack.MASK : VectorStack.type(dtype);
  }

  private void storeResults() {
    int apart = loop.spread();
    for (int r = 0; r < loop.stored(); r++) {
      if (apart == 1) {
        code.aload(locals.of(body.results().get(r)));
        pushIndex(arrays.output(r), 1, 0);
      } else {
        int[] results = body.results().stream().map(locals::of).toArray();
        interleaving.deal(body.resultType(r), results, r);
        pushIndex(arrays.output(0), apart, r * width);
      }
      store(body.resultType(r));
    }
  }

  /** Stores a vector; it, the array and the index are on the stack. */
  private void store(DType dtype) {
    code.invokevirtual(
        vector(dtype), "intoArray", MethodTypeDesc.of(CD_void, Operands.array(dtype), CD_int));
  }

  /**
   * Puts the new vector of each reduction behind the others. All are read before any is written.
   */
  private void turnRings() {
    for (int f = 0; f < rings.length; f++) {
      code.aload(locals.of(body.results().get(loop.stored() + f)));
    }
    for (int f = rings.length - 1; f >= 0; f--) {
      int[] ring = rings[f];
      for (int p = 1; p < ring.length; p++) {
        code.aload(ring[p]).astore(ring[p - 1]);
      }
      code.astore(ring[ring.length - 1]);
    }
  }

  private void storeLanes(int reduction) {
    for (int p = 0; p < rings[reduction].length; p++) {
      code.aload(rings[reduction][p]).aload(arrays.lanes(reduction)).loadConstant(p * width);
      store(loop.reductions().get(reduction).dtype());
    }
  }

  /** Reduces the lanes, or leaves the remainder of a row to the loop over single elements. */
  private void endRow() {
    if (loop.overlaps()) {
      return;
    }
    var rest = code.newLabel();
    var done = code.newLabel();
    code.iload(WHOLE).iload(N).if_icmplt(rest);
    for (int f = 0; f < rings.length; f++) {
      LaneReduction reduction = loop.reductions().get(f);
      if (vectorReductions.suits(reduction)) {
        int output = arrays.output(loop.stored() + f);
        code.aload(output).iload(output + 1);
        vectorReductions.reduce(code, reduction, rings[f], end);
        code.arrayStore(Operands.kind(reduction.dtype()));
      } else {
        storeLanes(f);
        reductions.store(code, f, arrays);
      }
    }
    code.goto_(done).labelBinding(rest);
    for (int f = 0; f < rings.length; f++) {
      storeLanes(f);
    }
    code.aload(OPERANDS).iload(ROW).iload(ROW).iconst_1().iadd();
    code.iload(WHOLE).iload(N).invokestatic(self, "scalar", LoopEmitter.SCALAR);
    code.labelBinding(done);
  }
}
