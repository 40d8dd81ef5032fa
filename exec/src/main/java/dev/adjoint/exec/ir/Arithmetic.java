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
public record Arithmetic(Instruction instruction) implements ElementwiseOp {
  public static final Arithmetic ADD = new Arithmetic(Instruction.ADD);
  public static final Arithmetic SUB = new Arithmetic(Instruction.SUB);
  public static final Arithmetic MUL = new Arithmetic(Instruction.MUL);
  public static final Arithmetic DIV = new Arithmetic(Instruction.DIV);
  public static final Arithmetic NEG = new Arithmetic(Instruction.NEG);
  public static final Arithmetic ABS = new Arithmetic(Instruction.ABS);
  public static final Arithmetic SELECT = new Arithmetic(Instruction.SELECT);

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
