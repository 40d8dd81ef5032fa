// SPDX-License-Identifier: Apache-2.0
/** Tests of reports about trainings. */
@NullMarked
package dev.adjoint.nn.health;

import org.jspecify.annotations.NullMarked;
