/** Tests of generated loops. */
@NullMarked
package dev.adjoint.exec.emit;

import org.jspecify.annotations.NullMarked;
