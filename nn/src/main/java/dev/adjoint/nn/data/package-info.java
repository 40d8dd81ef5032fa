// SPDX-License-Identifier: Apache-2.0
/**
 * Data to train on: {@link dev.adjoint.nn.data.Dataset}, its {@link dev.adjoint.nn.data.Batches},
 * and where they come from, which trusts nothing that it reads.
 *
 * <ul>
 *   <li>{@link dev.adjoint.nn.data.Csv}: tables of numbers and texts; {@link
 *       dev.adjoint.nn.data.LabelledCsv}: numbers in a range, and a class behind them.
 *   <li>{@link dev.adjoint.nn.data.Idx}: MNIST and its relatives.
 *   <li>{@link dev.adjoint.nn.data.ImageFolder}: images in a folder for each class.
 *   <li>{@link dev.adjoint.nn.data.TextFile}: texts.
 *   <li>{@link dev.adjoint.nn.data.Download}: files on the web.
 *   <li>{@link dev.adjoint.nn.data.LabelEncoder}: the names of classes.
 * </ul>
 */
@NullMarked
package dev.adjoint.nn.data;

import org.jspecify.annotations.NullMarked;
