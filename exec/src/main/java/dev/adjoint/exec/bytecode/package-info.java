// SPDX-License-Identifier: Apache-2.0
/**
 * The common basis of all generated classes.
 *
 * <ul>
 *   <li>{@link dev.adjoint.exec.bytecode.HiddenClass} the shell of such a class, and how an object
 *       is made of its class file
 *   <li>{@link dev.adjoint.exec.bytecode.SoftCache} keeps generated objects while there is memory
 *   <li>{@code ClassDump} writes it to files for reading
 * </ul>
 */
@NullMarked
package dev.adjoint.exec.bytecode;

import org.jspecify.annotations.NullMarked;
