// SPDX-License-Identifier: Apache-2.0
/** Tests of the source tree itself: the arrows between modules and the rules every file keeps. */
@NullMarked
package dev.adjoint.examples.architecture;

import org.jspecify.annotations.NullMarked;
