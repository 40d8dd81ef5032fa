package dev.adjoint.ops;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.op.Add;
import dev.adjoint.ops.op.BroadcastTo;
import dev.adjoint.ops.op.Cast;
import dev.adjoint.ops.op.Exp;
import dev.adjoint.ops.op.Mul;
import dev.adjoint.ops.op.Reshape;
import dev.adjoint.ops.op.Sum;

/** The built-in ops, each with its proof; as many as there are files in {@code ops/op}. */
public final class OpCatalog {
  private static final ImmutableList<OpProof> PROOFS =
      ImmutableList.of(
          Add.proof(),
          BroadcastTo.proof(),
          Cast.proof(),
          Exp.proof(),
          Mul.proof(),
          Reshape.proof(),
          Sum.proof());

  private OpCatalog() {}

  /** Returns the proofs, in the alphabetical order of the ops. */
  public static ImmutableList<OpProof> proofs() {
    return PROOFS;
  }
}
