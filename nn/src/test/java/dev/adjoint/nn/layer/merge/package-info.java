// SPDX-License-Identifier: Apache-2.0
/** Tests of dev.adjoint.nn.layer.merge. */
@NullMarked
package dev.adjoint.nn.layer.merge;

import org.jspecify.annotations.NullMarked;
