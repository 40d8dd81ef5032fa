// SPDX-License-Identifier: Apache-2.0
/** Tests of the ops, alone and against figures computed elsewhere. */
@NullMarked
package dev.adjoint.ops;

import org.jspecify.annotations.NullMarked;
