// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Ascii;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Scalar;
import java.util.List;

/**
 * An elementwise op that a rule puts in place of others: one instruction on the inputs.
 *
 * @param instruction one of those that the constants of this class have
 */
public record InstructionOp(Instruction instruction) implements ElementwiseOp {
  public static final InstructionOp ADD = new InstructionOp(Instruction.ADD);
  public static final InstructionOp SUB = new InstructionOp(Instruction.SUB);
  public static final InstructionOp MUL = new InstructionOp(Instruction.MUL);
  public static final InstructionOp DIV = new InstructionOp(Instruction.DIV);
  public static final InstructionOp NEG = new InstructionOp(Instruction.NEG);
  public static final InstructionOp ABS = new InstructionOp(Instruction.ABS);
  public static final InstructionOp SELECT = new InstructionOp(Instruction.SELECT);

  @Override
  public Scalar body(List<Scalar> x) {
    return switch (instruction) {
      case ADD -> x.get(0).add(x.get(1));
      case SUB -> x.get(0).sub(x.get(1));
      case MUL -> x.get(0).mul(x.get(1));
      case DIV -> x.get(0).div(x.get(1));
      case NEG -> x.get(0).neg();
      case ABS -> x.get(0).abs();
      case SELECT -> x.get(0).select(x.get(1), x.get(2));
      default -> throw new IllegalStateException("arithmetic: no op for " + instruction);
    };
  }

  @Override
  public String name() {
    return Ascii.toLowerCase(instruction.name());
  }

  @Override
  public String parameters() {
    return "";
  }
}
