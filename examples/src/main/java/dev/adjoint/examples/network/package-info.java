// SPDX-License-Identifier: Apache-2.0
/**
 * Networks and optimizers of the examples that take many lines and say little about the subject.
 */
@NullMarked
package dev.adjoint.examples.network;

import org.jspecify.annotations.NullMarked;
