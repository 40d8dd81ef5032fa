// SPDX-License-Identifier: Apache-2.0
/** The data of the examples: real files read with what the library has, and small made-up sets. */
@NullMarked
package dev.adjoint.examples.data;

import org.jspecify.annotations.NullMarked;
