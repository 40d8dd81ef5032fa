// SPDX-License-Identifier: Apache-2.0
/**
 * Files of tensors.
 *
 * <ul>
 *   <li>{@link dev.adjoint.nn.file.Safetensors}: named tensors in the format that Python's tools
 *       share.
 *   <li>{@link dev.adjoint.nn.file.Weights}: the parameters and states of a network in such a file,
 *       by path.
 *   <li>{@link dev.adjoint.nn.file.Npy} and {@link dev.adjoint.nn.file.Npz}: arrays in the formats
 *       of NumPy.
 * </ul>
 *
 * <p>Files that are read are not trusted: what they say of themselves is checked before memory is
 * taken. Files that are written appear whole or not at all, whenever the power fails.
 */
@NullMarked
package dev.adjoint.nn.file;

import org.jspecify.annotations.NullMarked;
