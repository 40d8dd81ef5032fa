package dev.adjoint.ops.op;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Arg;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.OpProof;
import dev.adjoint.ops.Sample;
import java.util.List;

/** {@code y = a + b}; {@code da = dy}, {@code db = dy}. */
public record Add() implements Elementwise {
  @Override
  public Scalar body(List<Scalar> x) {
    return x.get(0).add(x.get(1));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy, dy);
  }

  /** Returns what proves the op. */
  public static OpProof proof() {
    return OpProof.of(Add.class, Sample.of(new Add(), Arg.real(3, 2), Arg.real(3, 2)))
        .refusing(
            new Add(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F32, 3)),
            "add: shapes differ: [f32[2], f32[3]]; broadcast them to one shape first")
        .refusing(
            new Add(),
            List.of(TensorType.of(DType.F32, 2), TensorType.of(DType.F64, 2)),
            "add: operands have different dtypes: f32 and f64; cast one of them");
  }
}
