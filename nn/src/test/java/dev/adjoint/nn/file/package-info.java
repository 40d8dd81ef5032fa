// SPDX-License-Identifier: Apache-2.0
/** Tests of files. */
@NullMarked
package dev.adjoint.nn.file;

import org.jspecify.annotations.NullMarked;
