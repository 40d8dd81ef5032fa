// SPDX-License-Identifier: Apache-2.0
/** Tests that run the examples, each as its user would. */
@NullMarked
package dev.adjoint.examples;

import org.jspecify.annotations.NullMarked;
