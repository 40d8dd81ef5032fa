/**
 * The algebra of the simplify stage: {@link dev.adjoint.exec.rewrite.Rewrites#TABLE} lists every
 * rewrite, the rules of one family stand in one file, and the few ops that rules put into graphs
 * stand beside them. Rules know kinds of op by their bodies, maps and folds, no op by name.
 */
@NullMarked
package dev.adjoint.exec.rewrite;

import org.jspecify.annotations.NullMarked;
