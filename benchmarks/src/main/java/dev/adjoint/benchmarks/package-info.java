// SPDX-License-Identifier: Apache-2.0
/** JMH benchmarks; {@code ./run bench REGEX} runs those whose names match. */
@NullMarked
package dev.adjoint.benchmarks;

import org.jspecify.annotations.NullMarked;
