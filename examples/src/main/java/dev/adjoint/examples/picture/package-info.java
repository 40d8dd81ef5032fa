// SPDX-License-Identifier: Apache-2.0
/** What the examples draw: charts, maps of the plane, grids of images, graphs and text. */
@NullMarked
package dev.adjoint.examples.picture;

import org.jspecify.annotations.NullMarked;
