// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

/**
 * Examples of classes, and what the classes are called.
 *
 * @param data the examples; targets are classes I32 {@code [n]}
 * @param labels the names of the classes
 */
public record LabelledDataset(Dataset data, LabelEncoder labels) {}
