// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

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
import dev.adjoint.ops.op.index.ScatterAdd;
import dev.adjoint.ops.op.index.TakeAlongAxis;
import dev.adjoint.ops.op.linalg.Matmul;
import dev.adjoint.ops.op.loss.SoftmaxCrossEntropy;
import dev.adjoint.ops.op.prefix.CumMax;
import dev.adjoint.ops.op.prefix.CumMin;
import dev.adjoint.ops.op.prefix.CumProd;
import dev.adjoint.ops.op.prefix.CumSum;
import dev.adjoint.ops.op.prefix.LinearRecurrence;
import dev.adjoint.ops.op.prefix.LogCumSumExp;
import dev.adjoint.ops.op.random.Normal;
import dev.adjoint.ops.op.random.RandomBits;
import dev.adjoint.ops.op.random.Uniform;
import dev.adjoint.ops.op.reduce.ArgMax;
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
import dev.adjoint.ops.op.shape.Unfold;
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
 * The built-in ops, each with its samples and error inputs; as many as there are files in the
 * folders of {@code ops/op}.
 */
public final class OpCatalog {
  private static final ImmutableList<OpInfo> OPS =
      ImmutableList.of(
          Abs.info(),
          Add.info(),
          And.info(),
          ArgMax.info(),
          AvgPool.info(),
          AvgUnpool.info(),
          BroadcastTo.info(),
          Cast.info(),
          Clamp.info(),
          Concat.info(),
          Conv.info(),
          ConvFilterGradient.info(),
          ConvTranspose.info(),
          Cos.info(),
          CumMax.info(),
          CumMin.info(),
          CumProd.info(),
          CumSum.info(),
          Div.info(),
          Elu.info(),
          Equal.info(),
          Erf.info(),
          Exp.info(),
          Expm1.info(),
          Floor.info(),
          Gather.info(),
          Gelu.info(),
          Greater.info(),
          GreaterEqual.info(),
          LeakyRelu.info(),
          Less.info(),
          LessEqual.info(),
          LinearRecurrence.info(),
          Log.info(),
          Log1p.info(),
          LogCumSumExp.info(),
          LogSoftmax.info(),
          LogSumExp.info(),
          Matmul.info(),
          Max.info(),
          MaxPool.info(),
          MaxUnpool.info(),
          Maximum.info(),
          Mean.info(),
          Min.info(),
          Minimum.info(),
          Mul.info(),
          Neg.info(),
          Normal.info(),
          Not.info(),
          NotEqual.info(),
          Or.info(),
          Pad.info(),
          Permute.info(),
          Pow.info(),
          PowScalar.info(),
          RandomBits.info(),
          Relu.info(),
          Reshape.info(),
          ScatterAdd.info(),
          Sigmoid.info(),
          Sign.info(),
          Sin.info(),
          Slice.info(),
          Softmax.info(),
          SoftmaxCrossEntropy.info(),
          Softplus.info(),
          Sqrt.info(),
          Square.info(),
          StopGradient.info(),
          Sub.info(),
          Sum.info(),
          TakeAlongAxis.info(),
          Tanh.info(),
          Unfold.info(),
          Uniform.info(),
          Where.info(),
          WinogradConv.info(),
          WinogradConvTranspose.info(),
          WinogradFilterGradient.info());

  private OpCatalog() {}

  /** Returns the ops, in alphabetical order. */
  public static ImmutableList<OpInfo> ops() {
    return OPS;
  }
}
