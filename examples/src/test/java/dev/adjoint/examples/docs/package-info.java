// SPDX-License-Identifier: Apache-2.0
/** Compiles and runs the Java code in the documentation. */
@NullMarked
package dev.adjoint.examples.docs;

import org.jspecify.annotations.NullMarked;
