package dev.adjoint.exec.rewrite;

import static dev.adjoint.exec.rewrite.Rewrite.Family.ABSORB;
import static dev.adjoint.exec.rewrite.Rewrite.Family.ALGEBRA;
import static dev.adjoint.exec.rewrite.Rewrite.Family.HOIST;
import static dev.adjoint.exec.rewrite.Rewrite.Family.IDENTITY;
import static dev.adjoint.exec.rewrite.Rewrite.Family.VIEWS;

import com.google.common.collect.ImmutableList;

/**
 * The table of all rewrites.
 *
 * <p>Each one is exact: the bits of every result stay the same, with signed zeros, infinities and
 * subnormal numbers, where one NaN is like another. Nothing is reassociated. What people expect in
 * such a table and do not find is not exact: {@code x + 0} is +0 for −0, {@code x · 0} and {@code x
 * − x} are NaN for NaN and infinities, {@code −(a − b)} has another sign than {@code b − a} where
 * it is 0, a sum of {@code n} equal terms rounds otherwise than {@code n · x}.
 */
public final class Rewrites {
  /** All rewrites, in the order in which they are tried. */
  public static final ImmutableList<Rewrite> TABLE =
      ImmutableList.of(
          new Rewrite(
              "pass-through",
              IDENTITY,
              "an elementwise op whose body is an argument → that input",
              IdentityRules::passedThrough),
          new Rewrite(
              "same-view",
              IDENTITY,
              "a view that keeps the shape and every element's place → its input",
              IdentityRules::sameView),
          new Rewrite("times-one", IDENTITY, "x·1, x/1 → x", IdentityRules::timesOne),
          new Rewrite(
              "plus-nothing",
              IDENTITY,
              "x + (−0), x − (+0) → x; for integers x ± 0 → x",
              IdentityRules::plusNothing),
          new Rewrite(
              "extreme-bound",
              IDENTITY,
              "max(x, lowest), min(x, highest) → x",
              IdentityRules::extremeBound),
          new Rewrite(
              "neutral-bits",
              IDENTITY,
              "x and all, x or none, x xor none, x shifted by 0 → x",
              IdentityRules::neutralBits),
          new Rewrite(
              "decided-bits",
              IDENTITY,
              "x and none → none, x or all → all; for integers x·0 → 0",
              IdentityRules::decidedBits),
          new Rewrite(
              "same-operands",
              IDENTITY,
              "max(x, x), min(x, x), x and x, x or x, select(c, x, x) → x",
              IdentityRules::sameOperands),
          new Rewrite(
              "known-condition",
              IDENTITY,
              "select(true, a, b) → a, select(false, a, b) → b",
              IdentityRules::knownCondition),
          new Rewrite(
              "double-negation", ALGEBRA, "−(−x), not not x → x", AlgebraRules::doubleNegation),
          new Rewrite(
              "negated-term",
              ALGEBRA,
              "a + (−b) → a − b, (−a) + b → b − a, a − (−b) → a + b",
              AlgebraRules::negatedTerm),
          new Rewrite(
              "negated-factors",
              ALGEBRA,
              "(−a)·(−b) → a·b; for floating numbers (−a)/(−b) → a/b",
              AlgebraRules::negatedFactors),
          new Rewrite(
              "times-minus-one", ALGEBRA, "x·(−1), x/(−1) → −x", AlgebraRules::timesMinusOne),
          new Rewrite("dropped-sign", ALGEBRA, "|−x|, ||x|| → |x|", AlgebraRules::droppedSign),
          new Rewrite(
              "power-of-two-divisor",
              ALGEBRA,
              "x / ±2ᵏ → x · ±2⁻ᵏ, where both powers are normal numbers",
              AlgebraRules::powerOfTwoDivisor),
          new Rewrite(
              "lossless-cast",
              ALGEBRA,
              "a cast of a cast to a dtype that has every number of the first → one cast, or none",
              AlgebraRules::losslessCast),
          new Rewrite(
              "negated-condition",
              ALGEBRA,
              "select(not c, a, b) → select(c, b, a)",
              AlgebraRules::negatedCondition),
          new Rewrite(
              "view-of-view",
              VIEWS,
              "a view of a view → one view, where strides can say it and no element moves twice",
              ViewRules::viewOfView),
          new Rewrite(
              "fold-of-repeated",
              VIEWS,
              "max, min, and, or along an axis of repetitions → along an axis of one",
              ViewRules::foldOfRepeated),
          new Rewrite(
              "fold-of-one",
              VIEWS,
              "a reduction along axes of one element → a reshape, then identity and finish",
              ViewRules::foldOfOne),
          new Rewrite(
              "hoist",
              HOIST,
              "an elementwise op of inputs repeated alike → repeated after the op",
              HoistRules::elementwiseOfRepeated),
          new Rewrite(
              "view-into-kernel",
              ABSORB,
              "a kernel of a view that it can read in place, as a product does a transposed"
                  + " matrix → the kernel of the view's input",
              AbsorbRules::viewIntoKernel),
          new Rewrite(
              "transposed-read",
              ABSORB,
              "a kernel of another view, whose lines lie apart → the view with its axes swapped so"
                  + " that they do not, which the kernel reads swapped back",
              AbsorbRules::transposedRead),
          new Rewrite(
              "view-out-of-kernel",
              ABSORB,
              "a view that permutes the elements of a kernel's output, which nothing else reads →"
                  + " the kernel that writes them in that order",
              WriteRules::viewOutOfKernel));

  private Rewrites() {}
}
