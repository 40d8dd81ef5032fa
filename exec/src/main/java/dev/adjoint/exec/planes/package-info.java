/**
 * Loops over planes of images on the Vector API, written by hand where elements of one vector meet
 * each other, which generated loops do not let them.
 *
 * <ul>
 *   <li>{@link dev.adjoint.exec.planes.SquareMaximum} the largest of each square of four
 * </ul>
 */
@NullMarked
package dev.adjoint.exec.planes;

import org.jspecify.annotations.NullMarked;
