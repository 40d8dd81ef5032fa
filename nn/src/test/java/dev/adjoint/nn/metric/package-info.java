// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.metric. */
@NullMarked
package dev.adjoint.nn.metric;

import org.jspecify.annotations.NullMarked;
