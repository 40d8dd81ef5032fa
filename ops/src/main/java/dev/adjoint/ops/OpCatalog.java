// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.op.Abs;
import dev.adjoint.ops.op.Add;
import dev.adjoint.ops.op.And;
import dev.adjoint.ops.op.Argmax;
import dev.adjoint.ops.op.AvgPool;
import dev.adjoint.ops.op.AvgUnpool;
import dev.adjoint.ops.op.BroadcastTo;
import dev.adjoint.ops.op.Cast;
import dev.adjoint.ops.op.Clamp;
import dev.adjoint.ops.op.Concat;
import dev.adjoint.ops.op.Conv;
import dev.adjoint.ops.op.ConvFilterGradient;
import dev.adjoint.ops.op.ConvTranspose;
import dev.adjoint.ops.op.Cos;
import dev.adjoint.ops.op.Div;
import dev.adjoint.ops.op.Elu;
import dev.adjoint.ops.op.Equal;
import dev.adjoint.ops.op.Erf;
import dev.adjoint.ops.op.Exp;
import dev.adjoint.ops.op.Expm1;
import dev.adjoint.ops.op.Floor;
import dev.adjoint.ops.op.Gather;
import dev.adjoint.ops.op.Gelu;
import dev.adjoint.ops.op.Greater;
import dev.adjoint.ops.op.GreaterEqual;
import dev.adjoint.ops.op.LeakyRelu;
import dev.adjoint.ops.op.Less;
import dev.adjoint.ops.op.LessEqual;
import dev.adjoint.ops.op.Log;
import dev.adjoint.ops.op.Log1p;
import dev.adjoint.ops.op.LogSoftmax;
import dev.adjoint.ops.op.LogSumExp;
import dev.adjoint.ops.op.Matmul;
import dev.adjoint.ops.op.Max;
import dev.adjoint.ops.op.MaxPool;
import dev.adjoint.ops.op.MaxUnpool;
import dev.adjoint.ops.op.Maximum;
import dev.adjoint.ops.op.Mean;
import dev.adjoint.ops.op.Min;
import dev.adjoint.ops.op.Minimum;
import dev.adjoint.ops.op.Mul;
import dev.adjoint.ops.op.Neg;
import dev.adjoint.ops.op.Normal;
import dev.adjoint.ops.op.Not;
import dev.adjoint.ops.op.NotEqual;
import dev.adjoint.ops.op.Or;
import dev.adjoint.ops.op.Pad;
import dev.adjoint.ops.op.Permute;
import dev.adjoint.ops.op.Pick;
import dev.adjoint.ops.op.Pow;
import dev.adjoint.ops.op.PowScalar;
import dev.adjoint.ops.op.RandomBits;
import dev.adjoint.ops.op.Relu;
import dev.adjoint.ops.op.Reshape;
import dev.adjoint.ops.op.ScatterAdd;
import dev.adjoint.ops.op.Sigmoid;
import dev.adjoint.ops.op.Sign;
import dev.adjoint.ops.op.Sin;
import dev.adjoint.ops.op.Slice;
import dev.adjoint.ops.op.Softmax;
import dev.adjoint.ops.op.SoftmaxCrossEntropy;
import dev.adjoint.ops.op.Softplus;
import dev.adjoint.ops.op.Sqrt;
import dev.adjoint.ops.op.Square;
import dev.adjoint.ops.op.StopGradient;
import dev.adjoint.ops.op.Sub;
import dev.adjoint.ops.op.Sum;
import dev.adjoint.ops.op.Tanh;
import dev.adjoint.ops.op.Uniform;
import dev.adjoint.ops.op.Where;
import dev.adjoint.ops.op.WinogradConv;
import dev.adjoint.ops.op.WinogradConvTranspose;
import dev.adjoint.ops.op.WinogradFilterGradient;

/** The built-in ops, each with its proof; as many as there are files in {@code ops/op}. */
public final class OpCatalog {
  private static final ImmutableList<OpProof> PROOFS =
      ImmutableList.of(
          Abs.proof(),
          Add.proof(),
          And.proof(),
          Argmax.proof(),
          AvgPool.proof(),
          AvgUnpool.proof(),
          BroadcastTo.proof(),
          Cast.proof(),
          Clamp.proof(),
          Concat.proof(),
          Conv.proof(),
          ConvFilterGradient.proof(),
          ConvTranspose.proof(),
          Cos.proof(),
          Div.proof(),
          Elu.proof(),
          Equal.proof(),
          Erf.proof(),
          Exp.proof(),
          Expm1.proof(),
          Floor.proof(),
          Gather.proof(),
          Gelu.proof(),
          Greater.proof(),
          GreaterEqual.proof(),
          LeakyRelu.proof(),
          Less.proof(),
          LessEqual.proof(),
          Log.proof(),
          Log1p.proof(),
          LogSoftmax.proof(),
          LogSumExp.proof(),
          Matmul.proof(),
          Max.proof(),
          MaxPool.proof(),
          MaxUnpool.proof(),
          Maximum.proof(),
          Mean.proof(),
          Min.proof(),
          Minimum.proof(),
          Mul.proof(),
          Neg.proof(),
          Normal.proof(),
          Not.proof(),
          NotEqual.proof(),
          Or.proof(),
          Pad.proof(),
          Permute.proof(),
          Pick.proof(),
          Pow.proof(),
          PowScalar.proof(),
          RandomBits.proof(),
          Relu.proof(),
          Reshape.proof(),
          ScatterAdd.proof(),
          Sigmoid.proof(),
          Sign.proof(),
          Sin.proof(),
          Slice.proof(),
          Softmax.proof(),
          SoftmaxCrossEntropy.proof(),
          Softplus.proof(),
          Sqrt.proof(),
          Square.proof(),
          StopGradient.proof(),
          Sub.proof(),
          Sum.proof(),
          Tanh.proof(),
          Uniform.proof(),
          Where.proof(),
          WinogradConv.proof(),
          WinogradConvTranspose.proof(),
          WinogradFilterGradient.proof());

  private OpCatalog() {}

  /** Returns the proofs, in the alphabetical order of the ops. */
  public static ImmutableList<OpProof> proofs() {
    return PROOFS;
  }
}
