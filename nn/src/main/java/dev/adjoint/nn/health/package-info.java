// SPDX-License-Identifier: Apache-2.0
/**
 * How well a training goes: {@link dev.adjoint.nn.health.HealthMonitor} watches it, and {@link
 * dev.adjoint.nn.health.HealthReport} says what is wrong and what to try, as text and as a page
 * with curves.
 */
@NullMarked
package dev.adjoint.nn.health;

import org.jspecify.annotations.NullMarked;
