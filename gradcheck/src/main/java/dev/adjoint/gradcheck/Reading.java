// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

/**
 * What a function gives at a point.
 *
 * @param values its outputs, one after the other
 * @param branch a number that is the same where all decisions inside the function are
 */
record Reading(double[] values, long branch) {}
