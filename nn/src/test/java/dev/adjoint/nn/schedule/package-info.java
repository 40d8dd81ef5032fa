// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.schedule. */
@NullMarked
package dev.adjoint.nn.schedule;

import org.jspecify.annotations.NullMarked;
