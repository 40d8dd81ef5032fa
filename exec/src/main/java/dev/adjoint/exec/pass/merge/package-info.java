// SPDX-License-Identifier: Apache-2.0
/**
 * Merges several nodes into one: sums and products that share an operand become one, parts are read
 * from a whole, weights are packed once, and nodes on independent rows are cut into pieces that run
 * side by side.
 */
@NullMarked
package dev.adjoint.exec.pass.merge;

import org.jspecify.annotations.NullMarked;
