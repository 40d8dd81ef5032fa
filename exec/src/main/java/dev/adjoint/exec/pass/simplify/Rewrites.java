// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.graph.Instruction.ABS;
import static dev.adjoint.graph.Instruction.ADD;
import static dev.adjoint.graph.Instruction.AND;
import static dev.adjoint.graph.Instruction.CAST;
import static dev.adjoint.graph.Instruction.DIV;
import static dev.adjoint.graph.Instruction.MAX;
import static dev.adjoint.graph.Instruction.MIN;
import static dev.adjoint.graph.Instruction.MUL;
import static dev.adjoint.graph.Instruction.NEG;
import static dev.adjoint.graph.Instruction.NOT;
import static dev.adjoint.graph.Instruction.OR;
import static dev.adjoint.graph.Instruction.SELECT;
import static dev.adjoint.graph.Instruction.SHIFT_LEFT;
import static dev.adjoint.graph.Instruction.SHIFT_RIGHT;
import static dev.adjoint.graph.Instruction.SHIFT_RIGHT_UNSIGNED;
import static dev.adjoint.graph.Instruction.SUB;
import static dev.adjoint.graph.Instruction.XOR;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.pass.simplify.Rewrite.Scope;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of the rewrites of single nodes.
 *
 * <p>Most are exact: they keep the bits of every result, including signed zeros, infinities and
 * subnormal numbers; all NaNs count as equal. Some familiar identities are missing because they are
 * not exact: {@code x + 0} is +0 for −0, {@code x · 0} and {@code x − x} are NaN for NaN and
 * infinities, {@code −(a − b)} and {@code b − a} differ in the sign of a zero, and a sum of {@code
 * n} equal terms is rounded differently from {@code n · x}.
 *
 * <p>The others change the rounding and state a bound, with {@code γₙ = n·u/(1 − n·u)} and {@code
 * u} the unit roundoff (Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, 2002,
 * section 3.1). Whether they match depends on the graph alone, so the bits are the same on every
 * machine.
 */
public final class Rewrites {
  /** The rewrites, in the order in which they are tried. */
  public static final ImmutableList<Rewrite> TABLE =
      ImmutableList.of(
          Rewrite.exact(
              "pass-through",
              "identity",
              Scope.op(ElementwiseOp.class),
              "an elementwise op whose body is an argument → that input",
              IdentityRules::passedThrough),
          Rewrite.exact(
              "same-view",
              "identity",
              Scope.op(ViewOp.class),
              "a view that keeps the shape and every element's place → its input",
              IdentityRules::sameView),
          Rewrite.exact(
              "times-one",
              "identity",
              Scope.instruction(MUL, DIV),
              "x·1, x/1 → x",
              IdentityRules::timesOne),
          Rewrite.exact(
              "plus-nothing",
              "identity",
              Scope.instruction(ADD, SUB),
              "x + (−0), x − (+0) → x; for integers x ± 0 → x",
              IdentityRules::plusNothing),
          Rewrite.exact(
              "extreme-bound",
              "identity",
              Scope.instruction(MAX, MIN),
              "max(x, lowest), min(x, highest) → x",
              IdentityRules::extremeBound),
          Rewrite.exact(
              "neutral-bits",
              "identity",
              Scope.instruction(AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED),
              "x and all, x or none, x xor none, x shifted by 0 → x",
              IdentityRules::neutralBits),
          Rewrite.exact(
              "decided-bits",
              "identity",
              Scope.instruction(AND, OR, MUL),
              "x and none → none, x or all → all; for integers x·0 → 0",
              IdentityRules::decidedBits),
          Rewrite.exact(
              "same-operands",
              "identity",
              Scope.instruction(MAX, MIN, AND, OR, SELECT),
              "max(x, x), min(x, x), x and x, x or x, select(c, x, x) → x",
              IdentityRules::sameOperands),
          Rewrite.exact(
              "known-condition",
              "identity",
              Scope.instruction(SELECT),
              "select(true, a, b) → a, select(false, a, b) → b",
              IdentityRules::knownCondition),
          Rewrite.exact(
              "double-negation",
              "algebra",
              Scope.instruction(NEG, NOT),
              "−(−x), not not x → x",
              AlgebraRules::doubleNegation),
          Rewrite.exact(
              "negated-term",
              "algebra",
              Scope.instruction(ADD, SUB),
              "a + (−b) → a − b, (−a) + b → b − a, a − (−b) → a + b",
              AlgebraRules::negatedTerm),
          Rewrite.exact(
              "negated-factors",
              "algebra",
              Scope.instruction(MUL, DIV),
              "(−a)·(−b) → a·b; for floating numbers (−a)/(−b) → a/b",
              AlgebraRules::negatedFactors),
          Rewrite.exact(
              "times-minus-one",
              "algebra",
              Scope.instruction(MUL, DIV),
              "x·(−1), x/(−1) → −x",
              AlgebraRules::timesMinusOne),
          Rewrite.exact(
              "dropped-sign",
              "algebra",
              Scope.instruction(ABS),
              "|−x|, ||x|| → |x|",
              AlgebraRules::droppedSign),
          Rewrite.exact(
              "power-of-two-divisor",
              "algebra",
              Scope.instruction(DIV),
              "x / ±2ᵏ → x · ±2⁻ᵏ, where both powers are normal numbers",
              AlgebraRules::powerOfTwoDivisor),
          Rewrite.exact(
              "lossless-cast",
              "algebra",
              Scope.instruction(CAST),
              "a cast of a cast to a dtype that has every number of the first → one cast, or none",
              AlgebraRules::losslessCast),
          Rewrite.exact(
              "negated-condition",
              "algebra",
              Scope.instruction(SELECT),
              "select(not c, a, b) → select(c, b, a)",
              AlgebraRules::negatedCondition),
          Rewrite.exact(
              "combined-integers",
              "algebra",
              Scope.instruction(ADD, MUL),
              "for integers (x + c) + d → x + (c + d), (x·c)·d → x·(c·d)",
              AlgebraRules::combinedIntegers),
          Rewrite.rounding(
              "combined-factors",
              "factors",
              Scope.instruction(MUL, DIV),
              "a product or quotient of a constant and of one of x and a constant → one of x and"
                  + " one constant: (x·c)·d → x·(c·d), (x/c)·d → x·(d/c), d/(x·c) → (d/c)/x, …",
              "2·γ₂ of the result; where x·c or x/c overflows or underflows, nearer the exact"
                  + " value",
              FactorRules::combinedFactors),
          Rewrite.exact(
              "view-of-view",
              "views",
              Scope.op(ViewOp.class),
              "a view of a view → one view, where strides can say it and no element moves twice",
              ViewRules::viewOfView),
          Rewrite.exact(
              "reduce-of-repeated",
              "views",
              Scope.op(ReductionOp.class),
              "max, min, and, or along an axis of repetitions → along an axis of one",
              ViewRules::reduceOfRepeated),
          Rewrite.exact(
              "reduce-of-one",
              "views",
              Scope.op(ReductionOp.class),
              "a reduction along axes of one element → a reshape, then identity and finish",
              ViewRules::reduceOfOne),
          Rewrite.exact(
              "sink-broadcasts",
              "sink-broadcasts",
              Scope.op(ElementwiseOp.class),
              "an elementwise op of inputs repeated alike → repeated after the op",
              BroadcastSinkingRules::elementwiseOfRepeated),
          Rewrite.exact(
              "view-into-kernel",
              "fold-layouts",
              Scope.op(KernelOp.class),
              "a kernel of a view that it can read in place, as a product does a transposed"
                  + " matrix → the kernel of the view's input",
              LayoutFoldingRules::viewIntoKernel),
          Rewrite.exact(
              "transposed-read",
              "fold-layouts",
              Scope.op(KernelOp.class),
              "a kernel of another view, whose lines lie apart → the view with its axes swapped so"
                  + " that they do not, which the kernel reads swapped back",
              LayoutFoldingRules::transposedRead),
          Rewrite.exact(
              "view-out-of-kernel",
              "fold-layouts",
              Scope.op(ViewOp.class),
              "a view that permutes the elements of a kernel's output, which nothing else reads →"
                  + " the kernel that writes them in that order",
              OutputLayoutRules::viewOutOfKernel));

  private Rewrites() {}

  /**
   * Returns a graph rewritten by some rows of the table of passes, in their order. Rules for single
   * nodes run together in one walk, so that each sees the results of the others.
   */
  public static Graph apply(List<Rewrite> rows, Graph graph) {
    Graph result = graph;
    for (List<Rewrite> walk : walks(rows)) {
      result = applyTogether(walk, Computation.of(result)).graph();
    }
    return result;
  }

  /** Returns rows in groups of those that are applied in one walk. */
  public static List<List<Rewrite>> walks(List<Rewrite> rows) {
    List<List<Rewrite>> walks = new ArrayList<>();
    for (int from = 0; from < rows.size(); ) {
      int end = from;
      while (end < rows.size() && rows.get(end).how() instanceof Rewrite.Local) {
        end++;
      }
      end = Math.max(end, from + 1);
      walks.add(rows.subList(from, end));
      from = end;
    }
    return walks;
  }

  /** Returns a computation rewritten by the rows of one walk. */
  public static Computation applyTogether(List<Rewrite> walk, Computation before) {
    return walk.size() == 1
        ? walk.getFirst().apply(before)
        : before.with(new Simplify(walk).apply(before.graph()));
  }
}
