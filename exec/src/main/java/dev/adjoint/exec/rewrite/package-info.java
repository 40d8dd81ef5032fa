/**
 * The algebra of the simplify stage: {@link dev.adjoint.exec.rewrite.Rewrites#TABLE} lists every
 * rewrite, the rules of one family stand in one file, and the few ops that rules put into graphs
 * stand beside them. {@link dev.adjoint.exec.rewrite.SumChains} and {@link
 * dev.adjoint.exec.rewrite.Joins} serve passes that look at more than one node. Rules know kinds of
 * op by their bodies, maps and folds, no op by name.
 */
@NullMarked
package dev.adjoint.exec.rewrite;

import org.jspecify.annotations.NullMarked;
