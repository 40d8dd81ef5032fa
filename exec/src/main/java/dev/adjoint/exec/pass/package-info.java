/**
 * The passes of the compiler, one a file: graph to graph ({@link dev.adjoint.exec.pass.GraphPass}),
 * then graph to schedule, schedule to lifetimes, lifetimes to slots, slots to arenas.
 */
@NullMarked
package dev.adjoint.exec.pass;

import org.jspecify.annotations.NullMarked;
