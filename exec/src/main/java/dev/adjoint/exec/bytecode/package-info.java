// SPDX-License-Identifier: Apache-2.0
/**
 * What all classes that are generated have in common.
 *
 * <ul>
 *   <li>{@link dev.adjoint.exec.bytecode.HiddenClass} the shell of such a class, and how an object
 *       is made of its class file
 *   <li>{@link dev.adjoint.exec.bytecode.SoftCache} keeps what was made while there is memory
 *   <li>{@code ClassDump} writes it down for people to read
 * </ul>
 */
@NullMarked
package dev.adjoint.exec.bytecode;

import org.jspecify.annotations.NullMarked;
