// SPDX-License-Identifier: Apache-2.0
/** How the examples are started, take options, show progress and complain. */
@NullMarked
package dev.adjoint.examples.command;

import org.jspecify.annotations.NullMarked;
