// SPDX-License-Identifier: Apache-2.0
/**
 * Random changes of examples, other ones in each epoch, so that a network cannot learn the examples
 * by heart: {@link dev.adjoint.nn.data.augment.Augmentation}. Images are {@code [n, rows, columns]}
 * or {@code [n, channels, rows, columns]}.
 */
@NullMarked
package dev.adjoint.nn.data.augment;

import org.jspecify.annotations.NullMarked;
