// SPDX-License-Identifier: Apache-2.0
/** Tests of what convolutions are computed by. */
@NullMarked
package dev.adjoint.exec.gemm.indirect;

import org.jspecify.annotations.NullMarked;
