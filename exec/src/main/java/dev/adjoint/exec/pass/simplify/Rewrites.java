// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.pass.simplify.Rewrite.Family.ABSORB;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.ALGEBRA;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.CSE;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.EXPAND;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.FACTORS;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.FOLD;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.HOIST;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.IDENTITY;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.JOIN_PRODUCTS;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.JOIN_SUMS;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.PACK;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.PARTS;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.PRUNE;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.STRIPS;
import static dev.adjoint.exec.pass.simplify.Rewrite.Family.VIEWS;
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
import dev.adjoint.exec.pass.merge.CutRows;
import dev.adjoint.exec.pass.merge.JoinProducts;
import dev.adjoint.exec.pass.merge.JoinSums;
import dev.adjoint.exec.pass.merge.PackOnce;
import dev.adjoint.exec.pass.merge.ReadParts;
import dev.adjoint.exec.pass.simplify.Rewrite.Scope;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.ViewOp;
import java.util.List;

/**
 * The table of all rewrites.
 *
 * <p>Most are exact: the bits of every result stay the same, with signed zeros, infinities and
 * subnormal numbers, where one NaN is like another. What people expect among these and do not find
 * is not exact: {@code x + 0} is +0 for −0, {@code x · 0} and {@code x − x} are NaN for NaN and
 * infinities, {@code −(a − b)} has another sign than {@code b − a} where it is 0, a sum of {@code
 * n} equal terms rounds otherwise than {@code n · x}.
 *
 * <p>The others round otherwise and say by how much, with {@code γₙ = n·u/(1 − n·u)} and {@code u}
 * the unit roundoff (Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, 2002, section
 * 3.1). Whether they match depends on the graph alone, so the bits are the same on every machine.
 */
public final class Rewrites {
  /** All rewrites, in the order in which they are tried. */
  public static final ImmutableList<Rewrite> TABLE =
      ImmutableList.of(
          Rewrite.roundingOfGraph(
              "stated-expansion",
              EXPAND,
              "a kernel that states a graph of simpler ops → that graph",
              "the graph sums in the order of reductions, the kernel in its own: 2·γₙ·Σ|xᵢ| for n"
                  + " terms",
              new ExpandKernels()),
          Rewrite.exactOfGraph(
              "constant",
              FOLD,
              "what depends on constants alone and is small → a constant, with the bits of a run",
              new FoldConstants()),
          Rewrite.exact(
              "pass-through",
              IDENTITY,
              Scope.op(ElementwiseOp.class),
              "an elementwise op whose body is an argument → that input",
              IdentityRules::passedThrough),
          Rewrite.exact(
              "same-view",
              IDENTITY,
              Scope.op(ViewOp.class),
              "a view that keeps the shape and every element's place → its input",
              IdentityRules::sameView),
          Rewrite.exact(
              "times-one",
              IDENTITY,
              Scope.instruction(MUL, DIV),
              "x·1, x/1 → x",
              IdentityRules::timesOne),
          Rewrite.exact(
              "plus-nothing",
              IDENTITY,
              Scope.instruction(ADD, SUB),
              "x + (−0), x − (+0) → x; for integers x ± 0 → x",
              IdentityRules::plusNothing),
          Rewrite.exact(
              "extreme-bound",
              IDENTITY,
              Scope.instruction(MAX, MIN),
              "max(x, lowest), min(x, highest) → x",
              IdentityRules::extremeBound),
          Rewrite.exact(
              "neutral-bits",
              IDENTITY,
              Scope.instruction(AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED),
              "x and all, x or none, x xor none, x shifted by 0 → x",
              IdentityRules::neutralBits),
          Rewrite.exact(
              "decided-bits",
              IDENTITY,
              Scope.instruction(AND, OR, MUL),
              "x and none → none, x or all → all; for integers x·0 → 0",
              IdentityRules::decidedBits),
          Rewrite.exact(
              "same-operands",
              IDENTITY,
              Scope.instruction(MAX, MIN, AND, OR, SELECT),
              "max(x, x), min(x, x), x and x, x or x, select(c, x, x) → x",
              IdentityRules::sameOperands),
          Rewrite.exact(
              "known-condition",
              IDENTITY,
              Scope.instruction(SELECT),
              "select(true, a, b) → a, select(false, a, b) → b",
              IdentityRules::knownCondition),
          Rewrite.exact(
              "double-negation",
              ALGEBRA,
              Scope.instruction(NEG, NOT),
              "−(−x), not not x → x",
              AlgebraRules::doubleNegation),
          Rewrite.exact(
              "negated-term",
              ALGEBRA,
              Scope.instruction(ADD, SUB),
              "a + (−b) → a − b, (−a) + b → b − a, a − (−b) → a + b",
              AlgebraRules::negatedTerm),
          Rewrite.exact(
              "negated-factors",
              ALGEBRA,
              Scope.instruction(MUL, DIV),
              "(−a)·(−b) → a·b; for floating numbers (−a)/(−b) → a/b",
              AlgebraRules::negatedFactors),
          Rewrite.exact(
              "times-minus-one",
              ALGEBRA,
              Scope.instruction(MUL, DIV),
              "x·(−1), x/(−1) → −x",
              AlgebraRules::timesMinusOne),
          Rewrite.exact(
              "dropped-sign",
              ALGEBRA,
              Scope.instruction(ABS),
              "|−x|, ||x|| → |x|",
              AlgebraRules::droppedSign),
          Rewrite.exact(
              "power-of-two-divisor",
              ALGEBRA,
              Scope.instruction(DIV),
              "x / ±2ᵏ → x · ±2⁻ᵏ, where both powers are normal numbers",
              AlgebraRules::powerOfTwoDivisor),
          Rewrite.exact(
              "lossless-cast",
              ALGEBRA,
              Scope.instruction(CAST),
              "a cast of a cast to a dtype that has every number of the first → one cast, or none",
              AlgebraRules::losslessCast),
          Rewrite.exact(
              "negated-condition",
              ALGEBRA,
              Scope.instruction(SELECT),
              "select(not c, a, b) → select(c, b, a)",
              AlgebraRules::negatedCondition),
          Rewrite.exact(
              "joined-integers",
              ALGEBRA,
              Scope.instruction(ADD, MUL),
              "for integers (x + c) + d → x + (c + d), (x·c)·d → x·(c·d)",
              AlgebraRules::joinedIntegers),
          Rewrite.rounding(
              "joined-factors",
              FACTORS,
              Scope.instruction(MUL, DIV),
              "a product or quotient of a constant and of one of x and a constant → one of x and"
                  + " one constant: (x·c)·d → x·(c·d), (x/c)·d → x·(d/c), d/(x·c) → (d/c)/x, …",
              "2·γ₂ of the result; where x·c or x/c overflows or underflows, nearer the exact"
                  + " value",
              FactorRules::joinedFactors),
          Rewrite.exact(
              "view-of-view",
              VIEWS,
              Scope.op(ViewOp.class),
              "a view of a view → one view, where strides can say it and no element moves twice",
              ViewRules::viewOfView),
          Rewrite.exact(
              "fold-of-repeated",
              VIEWS,
              Scope.op(ReductionOp.class),
              "max, min, and, or along an axis of repetitions → along an axis of one",
              ViewRules::foldOfRepeated),
          Rewrite.exact(
              "fold-of-one",
              VIEWS,
              Scope.op(ReductionOp.class),
              "a reduction along axes of one element → a reshape, then identity and finish",
              ViewRules::foldOfOne),
          Rewrite.exact(
              "hoist",
              HOIST,
              Scope.op(ElementwiseOp.class),
              "an elementwise op of inputs repeated alike → repeated after the op",
              HoistRules::elementwiseOfRepeated),
          Rewrite.exact(
              "view-into-kernel",
              ABSORB,
              Scope.op(KernelOp.class),
              "a kernel of a view that it can read in place, as a product does a transposed"
                  + " matrix → the kernel of the view's input",
              AbsorbRules::viewIntoKernel),
          Rewrite.exact(
              "transposed-read",
              ABSORB,
              Scope.op(KernelOp.class),
              "a kernel of another view, whose lines lie apart → the view with its axes swapped so"
                  + " that they do not, which the kernel reads swapped back",
              AbsorbRules::transposedRead),
          Rewrite.exact(
              "view-out-of-kernel",
              ABSORB,
              Scope.op(ViewOp.class),
              "a view that permutes the elements of a kernel's output, which nothing else reads →"
                  + " the kernel that writes them in that order",
              WriteRules::viewOutOfKernel),
          Rewrite.exactOfGraph(
              "unread-output",
              PRUNE,
              "an output of control flow that nobody reads → control flow without it",
              new PruneControl()),
          Rewrite.exactOfGraph(
              "common-subexpression",
              CSE,
              "equal ops on the same inputs, equal views, equal constants → the first of them",
              new MergeCommon()),
          Rewrite.roundingOfGraph(
              "joined-sums",
              JOIN_SUMS,
              "Σₜ aₜᵀ·bₜ → Aᵀ·B, the rows one below the other; Σₜ sum(bₜ) → sum(B); a sum of values"
                  + " with zeros around them → the values side by side",
              "2·γₙ·Σ|xᵢ| for n terms; side by side, −0 for +0",
              new JoinSums()),
          Rewrite.exactOfGraph(
              "joined-products",
              JOIN_PRODUCTS,
              "products of views of one value with one right operand → one product; a right operand"
                  + " taken transposed several times → transposed once",
              new JoinProducts()),
          Rewrite.exactOfGraph(
              "parts-first",
              PARTS,
              "an elementwise op of which only parts are read → the op on those parts of its"
                  + " inputs",
              new ReadParts()),
          Rewrite.exactOfGraph(
              "shared-panels",
              PACK,
              "products of few rows with one right operand → products with its panels, packed once",
              new PackOnce()),
          Rewrite.exactOfGraph(
              "strips-of-rows",
              STRIPS,
              "a chain of small products, and what else keeps rows apart → the same on strips of"
                  + " rows, side by side",
              new CutRows()));

  private Rewrites() {}

  /**
   * Returns a graph rewritten by some rows of the table, in their order. Those that look at single
   * nodes go together, so that what one makes the others rewrite.
   */
  public static Graph apply(List<Rewrite> rows, Graph graph) {
    Graph result = graph;
    for (int from = 0; from < rows.size(); ) {
      int end = from;
      while (end < rows.size() && rows.get(end).how() instanceof Rewrite.Local) {
        end++;
      }
      if (end > from) {
        result = new Simplify(rows.subList(from, end)).apply(result);
        from = end;
      } else {
        result = rows.get(from++).apply(result);
      }
    }
    return result;
  }
}
