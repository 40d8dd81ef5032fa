// SPDX-License-Identifier: Apache-2.0
/**
 * The proof: numerical differentiation set against the rules of differentiation.
 *
 * <ul>
 *   <li>{@link dev.adjoint.gradcheck.GradCheck} is what people call, on an op, a sample of an op or
 *       any function of expressions; it returns a {@link dev.adjoint.gradcheck.Report} with a
 *       {@link dev.adjoint.gradcheck.Verdict}, {@linkplain dev.adjoint.gradcheck.Finding findings}
 *       and {@linkplain dev.adjoint.gradcheck.Entry entries}, or throws it for a test framework.
 *   <li>{@link dev.adjoint.gradcheck.RandomGraph} draws functions to check, for JUnit, jqwik or any
 *       other framework that can hand over a seed.
 *   <li>{@link dev.adjoint.gradcheck.FaultDiagnosis} says where a rule is wrong, with a {@link
 *       dev.adjoint.gradcheck.JacobianPart} that {@code JacobianProbe} takes and the place of the
 *       rule by {@code RuleLine}; {@code ReportTable}, {@code ReportJson} and {@code ReportPage}
 *       print it. {@code Shrinker} finds a {@link dev.adjoint.gradcheck.SmallestCase}, which {@code
 *       TestSource} writes as a test.
 *   <li>{@code Points} and {@code LayerInput} make functions of what is handed over, {@code Cost}
 *       says whether the second order is quick.
 *   <li>Inside, {@code PointCheck} goes through the checks of one point. {@code EntryCheck}, {@code
 *       SumCheck} and {@code LineCheck} compare derivatives, one by one and many at once; {@code
 *       LinearityCheck}, {@code PurityCheck} and {@code PrecisionCheck} look at the gradient alone.
 *   <li>{@code OtherPoints} takes the function to {@code SpecialPoints}, where {@code Screen} looks
 *       at it in passing and {@code PointCheck} closely at what seems wrong. Where ops may be right
 *       though the whole is not, {@code LocalCheck} looks at each by itself.
 *   <li>{@code Differences}, {@code Extrapolation} and {@code NumericDerivative} differentiate
 *       numerically; where that does not settle it, {@code Judge} turns to {@code CloseLook} and
 *       {@code Tableau} do with steps of all sizes, and {@code Neighbourhood} beside the point.
 *       {@code DerivativeComparison} decides what the numbers prove.
 *   <li>{@code Formulas} are the graphs of function and gradient, {@code WorkingPrecision} says in
 *       what arithmetic they are compared, {@code FaultPattern} what a wrong gradient looks like.
 *       What graphs tell beyond values is in {@code trace}.
 * </ul>
 *
 * <p>What is compared, for a function {@code y = F(x)} of any number of arguments and results, is
 * {@code Σₖ vₖ ∂yₖ/∂xᵢ} for random {@code v}: by the rules in one walk backwards, by differences as
 * {@code Σₖ vₖ (Fₖ(x + heᵢ) − Fₖ(x − heᵢ)) / 2h}, extrapolated to {@code h → 0}. Second derivatives
 * are the first derivatives of {@code (x, v) ↦ Σₖ vₖ ∂yₖ/∂x}, and so on.
 */
@NullMarked
package dev.adjoint.gradcheck;

import org.jspecify.annotations.NullMarked;
