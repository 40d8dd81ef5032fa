// SPDX-License-Identifier: Apache-2.0
/** Tests of datasets and of the readers of files. */
@NullMarked
package dev.adjoint.nn.data;

import org.jspecify.annotations.NullMarked;
