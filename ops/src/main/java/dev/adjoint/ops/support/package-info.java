/**
 * What several ops share: checks of their inputs, how work along a range or an axis is cut into
 * pieces, and the counter-based random generator.
 */
@NullMarked
package dev.adjoint.ops.support;

import org.jspecify.annotations.NullMarked;
