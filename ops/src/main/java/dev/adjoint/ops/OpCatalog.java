// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.op.activation.Elu;
import dev.adjoint.ops.op.activation.Gelu;
import dev.adjoint.ops.op.activation.LeakyRelu;
import dev.adjoint.ops.op.activation.LogSoftmax;
import dev.adjoint.ops.op.activation.Relu;
import dev.adjoint.ops.op.activation.Sigmoid;
import dev.adjoint.ops.op.activation.Softmax;
import dev.adjoint.ops.op.activation.Softplus;
import dev.adjoint.ops.op.elementwise.Abs;
import dev.adjoint.ops.op.elementwise.Add;
import dev.adjoint.ops.op.elementwise.And;
import dev.adjoint.ops.op.elementwise.Cast;
import dev.adjoint.ops.op.elementwise.Clamp;
import dev.adjoint.ops.op.elementwise.Cos;
import dev.adjoint.ops.op.elementwise.Div;
import dev.adjoint.ops.op.elementwise.Equal;
import dev.adjoint.ops.op.elementwise.Erf;
import dev.adjoint.ops.op.elementwise.Exp;
import dev.adjoint.ops.op.elementwise.Expm1;
import dev.adjoint.ops.op.elementwise.Floor;
import dev.adjoint.ops.op.elementwise.Greater;
import dev.adjoint.ops.op.elementwise.GreaterEqual;
import dev.adjoint.ops.op.elementwise.Less;
import dev.adjoint.ops.op.elementwise.LessEqual;
import dev.adjoint.ops.op.elementwise.Log;
import dev.adjoint.ops.op.elementwise.Log1p;
import dev.adjoint.ops.op.elementwise.Maximum;
import dev.adjoint.ops.op.elementwise.Minimum;
import dev.adjoint.ops.op.elementwise.Mul;
import dev.adjoint.ops.op.elementwise.Neg;
import dev.adjoint.ops.op.elementwise.Not;
import dev.adjoint.ops.op.elementwise.NotEqual;
import dev.adjoint.ops.op.elementwise.Or;
import dev.adjoint.ops.op.elementwise.Pow;
import dev.adjoint.ops.op.elementwise.PowScalar;
import dev.adjoint.ops.op.elementwise.Sign;
import dev.adjoint.ops.op.elementwise.Sin;
import dev.adjoint.ops.op.elementwise.Sqrt;
import dev.adjoint.ops.op.elementwise.Square;
import dev.adjoint.ops.op.elementwise.StopGradient;
import dev.adjoint.ops.op.elementwise.Sub;
import dev.adjoint.ops.op.elementwise.Tanh;
import dev.adjoint.ops.op.elementwise.Where;
import dev.adjoint.ops.op.index.Gather;
import dev.adjoint.ops.op.index.Pick;
import dev.adjoint.ops.op.index.ScatterAdd;
import dev.adjoint.ops.op.linalg.Matmul;
import dev.adjoint.ops.op.loss.SoftmaxCrossEntropy;
import dev.adjoint.ops.op.random.Normal;
import dev.adjoint.ops.op.random.RandomBits;
import dev.adjoint.ops.op.random.Uniform;
import dev.adjoint.ops.op.reduce.Argmax;
import dev.adjoint.ops.op.reduce.LogSumExp;
import dev.adjoint.ops.op.reduce.Max;
import dev.adjoint.ops.op.reduce.Mean;
import dev.adjoint.ops.op.reduce.Min;
import dev.adjoint.ops.op.reduce.Sum;
import dev.adjoint.ops.op.shape.BroadcastTo;
import dev.adjoint.ops.op.shape.Concat;
import dev.adjoint.ops.op.shape.Pad;
import dev.adjoint.ops.op.shape.Permute;
import dev.adjoint.ops.op.shape.Reshape;
import dev.adjoint.ops.op.shape.Slice;
import dev.adjoint.ops.op.window.AvgPool;
import dev.adjoint.ops.op.window.AvgUnpool;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvFilterGradient;
import dev.adjoint.ops.op.window.ConvTranspose;
import dev.adjoint.ops.op.window.MaxPool;
import dev.adjoint.ops.op.window.MaxUnpool;
import dev.adjoint.ops.op.window.WinogradConv;
import dev.adjoint.ops.op.window.WinogradConvTranspose;
import dev.adjoint.ops.op.window.WinogradFilterGradient;

/**
 * The built-in ops, each with its proof; as many as there are files in the folders of {@code
 * ops/op}.
 */
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
