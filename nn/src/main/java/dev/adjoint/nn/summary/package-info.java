// SPDX-License-Identifier: Apache-2.0
/**
 * What a network is made of and what it costs: {@link dev.adjoint.nn.summary.Summary} is a table of
 * its layers, {@link dev.adjoint.nn.summary.Operations} counts the operations of a graph.
 */
@NullMarked
package dev.adjoint.nn.summary;

import org.jspecify.annotations.NullMarked;
