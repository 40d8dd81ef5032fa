// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.metric;

/** A metric under another name; see {@link Metric#named}. */
record NamedMetric(String name, Metric metric) implements MetricWrapper {}
