// SPDX-License-Identifier: Apache-2.0
/** Tests of summaries. */
@NullMarked
package dev.adjoint.nn.summary;

import org.jspecify.annotations.NullMarked;
