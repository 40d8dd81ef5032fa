package dev.adjoint.ops.op;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.ops.Arg;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.OpProof;
import dev.adjoint.ops.Sample;
import java.util.List;

/**
 * {@code y = x} in another dtype, converted as Java converts; {@code dx = dy} in the dtype of
 * {@code x} where both are floating.
 *
 * @param to the dtype of the output
 */
public record Cast(DType to) implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.getFirst().cast(to);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    DType from = x.getFirst().dtype();
    return List.of(from.isFloating() && to.isFloating() ? dy.cast(from) : Expr.none());
  }

  /** Returns what proves the op. */
  public static OpProof proof() {
    return OpProof.of(
        Cast.class,
        Sample.of(new Cast(DType.F64), Arg.real(5)),
        Sample.of(new Cast(DType.I32), Arg.real(-5, 5, 4)),
        Sample.of(new Cast(DType.BOOL), Arg.index(DType.I64, 3, 4)),
        Sample.of(new Cast(DType.F64), Arg.bool(4)));
  }
}
