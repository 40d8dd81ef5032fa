// SPDX-License-Identifier: Apache-2.0
/**
 * Interpreted loops over primitive arrays: a {@link dev.adjoint.exec.block.BlockBody} runs one loop
 * over a block of elements for each step of a body, in the working memory of a {@link
 * dev.adjoint.exec.block.Scratch}.
 */
@NullMarked
package dev.adjoint.exec.block;

import org.jspecify.annotations.NullMarked;
