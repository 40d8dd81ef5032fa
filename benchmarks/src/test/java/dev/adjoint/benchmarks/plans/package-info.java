// SPDX-License-Identifier: Apache-2.0
/**
 * Tests of what whole training steps are compiled to.
 *
 * <ul>
 *   <li>{@link dev.adjoint.benchmarks.plans.GoldenPlanTests} compares each plan with a text of it.
 *   <li>{@link dev.adjoint.benchmarks.plans.PassPlanTests} shows that these plans need every pass.
 *   <li>{@link dev.adjoint.benchmarks.plans.PlanText} is how they are written.
 * </ul>
 */
@NullMarked
package dev.adjoint.benchmarks.plans;

import org.jspecify.annotations.NullMarked;
