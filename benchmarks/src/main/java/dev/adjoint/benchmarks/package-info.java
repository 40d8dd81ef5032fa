/** JMH benchmarks; {@code ./run bench REGEX} runs those whose names match. */
@NullMarked
package dev.adjoint.benchmarks;

import org.jspecify.annotations.NullMarked;
