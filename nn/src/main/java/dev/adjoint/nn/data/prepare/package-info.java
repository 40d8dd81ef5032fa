// SPDX-License-Identifier: Apache-2.0
/**
 * What is done to data before a training.
 *
 * <ul>
 *   <li>{@link dev.adjoint.nn.data.prepare.Fold}: the parts of a cross-validation.
 *   <li>{@link dev.adjoint.nn.data.prepare.Scaler} and {@link dev.adjoint.nn.data.prepare.Imputer}:
 *       features of one size, and none missing, by what the rows to train on say.
 *   <li>{@link dev.adjoint.nn.data.prepare.Vocabulary}: texts as numbers.
 *   <li>{@link dev.adjoint.nn.data.prepare.SeriesWindows}: a series as examples.
 * </ul>
 */
@NullMarked
package dev.adjoint.nn.data.prepare;

import org.jspecify.annotations.NullMarked;
