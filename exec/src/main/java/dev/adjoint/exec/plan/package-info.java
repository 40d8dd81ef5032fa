// SPDX-License-Identifier: Apache-2.0
/**
 * The plans that compiled programs execute: steps in order, the slots they read and write, a
 * printer.
 */
@NullMarked
package dev.adjoint.exec.plan;

import org.jspecify.annotations.NullMarked;
