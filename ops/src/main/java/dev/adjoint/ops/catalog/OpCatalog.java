// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

import com.google.common.collect.ImmutableList;
import dev.adjoint.ops.op.activation.Celu;
import dev.adjoint.ops.op.activation.Elu;
import dev.adjoint.ops.op.activation.Gelu;
import dev.adjoint.ops.op.activation.GeluTanh;
import dev.adjoint.ops.op.activation.HardShrink;
import dev.adjoint.ops.op.activation.HardSigmoid;
import dev.adjoint.ops.op.activation.HardSwish;
import dev.adjoint.ops.op.activation.HardTanh;
import dev.adjoint.ops.op.activation.LeakyRelu;
import dev.adjoint.ops.op.activation.LogSigmoid;
import dev.adjoint.ops.op.activation.LogSoftmax;
import dev.adjoint.ops.op.activation.Mish;
import dev.adjoint.ops.op.activation.Relu;
import dev.adjoint.ops.op.activation.Selu;
import dev.adjoint.ops.op.activation.Sigmoid;
import dev.adjoint.ops.op.activation.SoftShrink;
import dev.adjoint.ops.op.activation.Softmax;
import dev.adjoint.ops.op.activation.Softplus;
import dev.adjoint.ops.op.activation.Softsign;
import dev.adjoint.ops.op.activation.Swish;
import dev.adjoint.ops.op.activation.TanhShrink;
import dev.adjoint.ops.op.activation.Threshold;
import dev.adjoint.ops.op.elementwise.Abs;
import dev.adjoint.ops.op.elementwise.Acos;
import dev.adjoint.ops.op.elementwise.Acosh;
import dev.adjoint.ops.op.elementwise.Add;
import dev.adjoint.ops.op.elementwise.And;
import dev.adjoint.ops.op.elementwise.Asin;
import dev.adjoint.ops.op.elementwise.Asinh;
import dev.adjoint.ops.op.elementwise.Atan;
import dev.adjoint.ops.op.elementwise.Atan2;
import dev.adjoint.ops.op.elementwise.Atanh;
import dev.adjoint.ops.op.elementwise.BesselI;
import dev.adjoint.ops.op.elementwise.BesselISlope;
import dev.adjoint.ops.op.elementwise.BitXor;
import dev.adjoint.ops.op.elementwise.Cast;
import dev.adjoint.ops.op.elementwise.Cbrt;
import dev.adjoint.ops.op.elementwise.Ceil;
import dev.adjoint.ops.op.elementwise.Clamp;
import dev.adjoint.ops.op.elementwise.CopySign;
import dev.adjoint.ops.op.elementwise.Cos;
import dev.adjoint.ops.op.elementwise.Cosh;
import dev.adjoint.ops.op.elementwise.Div;
import dev.adjoint.ops.op.elementwise.Entropy;
import dev.adjoint.ops.op.elementwise.Equal;
import dev.adjoint.ops.op.elementwise.Erf;
import dev.adjoint.ops.op.elementwise.Erfc;
import dev.adjoint.ops.op.elementwise.Erfinv;
import dev.adjoint.ops.op.elementwise.ErfinvSlope;
import dev.adjoint.ops.op.elementwise.Exp;
import dev.adjoint.ops.op.elementwise.Exp2;
import dev.adjoint.ops.op.elementwise.Expm1;
import dev.adjoint.ops.op.elementwise.Floor;
import dev.adjoint.ops.op.elementwise.Fmod;
import dev.adjoint.ops.op.elementwise.Greater;
import dev.adjoint.ops.op.elementwise.GreaterEqual;
import dev.adjoint.ops.op.elementwise.Hypot;
import dev.adjoint.ops.op.elementwise.IsFinite;
import dev.adjoint.ops.op.elementwise.IsInf;
import dev.adjoint.ops.op.elementwise.IsNan;
import dev.adjoint.ops.op.elementwise.Lerp;
import dev.adjoint.ops.op.elementwise.Less;
import dev.adjoint.ops.op.elementwise.LessEqual;
import dev.adjoint.ops.op.elementwise.Lgamma;
import dev.adjoint.ops.op.elementwise.Log;
import dev.adjoint.ops.op.elementwise.Log10;
import dev.adjoint.ops.op.elementwise.Log1p;
import dev.adjoint.ops.op.elementwise.Log2;
import dev.adjoint.ops.op.elementwise.LogAddExp;
import dev.adjoint.ops.op.elementwise.Logit;
import dev.adjoint.ops.op.elementwise.Maximum;
import dev.adjoint.ops.op.elementwise.Minimum;
import dev.adjoint.ops.op.elementwise.Mul;
import dev.adjoint.ops.op.elementwise.NanToNum;
import dev.adjoint.ops.op.elementwise.Neg;
import dev.adjoint.ops.op.elementwise.Not;
import dev.adjoint.ops.op.elementwise.NotEqual;
import dev.adjoint.ops.op.elementwise.Or;
import dev.adjoint.ops.op.elementwise.Polygamma;
import dev.adjoint.ops.op.elementwise.Pow;
import dev.adjoint.ops.op.elementwise.PowScalar;
import dev.adjoint.ops.op.elementwise.Reciprocal;
import dev.adjoint.ops.op.elementwise.Remainder;
import dev.adjoint.ops.op.elementwise.Round;
import dev.adjoint.ops.op.elementwise.Rsqrt;
import dev.adjoint.ops.op.elementwise.ShiftLeft;
import dev.adjoint.ops.op.elementwise.ShiftRight;
import dev.adjoint.ops.op.elementwise.Sign;
import dev.adjoint.ops.op.elementwise.Sin;
import dev.adjoint.ops.op.elementwise.Sinc;
import dev.adjoint.ops.op.elementwise.Sinh;
import dev.adjoint.ops.op.elementwise.Sqrt;
import dev.adjoint.ops.op.elementwise.Square;
import dev.adjoint.ops.op.elementwise.StopGradient;
import dev.adjoint.ops.op.elementwise.Sub;
import dev.adjoint.ops.op.elementwise.Tan;
import dev.adjoint.ops.op.elementwise.Tanh;
import dev.adjoint.ops.op.elementwise.Trunc;
import dev.adjoint.ops.op.elementwise.Where;
import dev.adjoint.ops.op.elementwise.Xlog1py;
import dev.adjoint.ops.op.elementwise.Xlogy;
import dev.adjoint.ops.op.fft.FourierTransform;
import dev.adjoint.ops.op.index.Gather;
import dev.adjoint.ops.op.index.Scatter;
import dev.adjoint.ops.op.index.ScatterAdd;
import dev.adjoint.ops.op.index.ScatterMax;
import dev.adjoint.ops.op.index.ScatterMin;
import dev.adjoint.ops.op.index.TakeAlongAxis;
import dev.adjoint.ops.op.linalg.Cholesky;
import dev.adjoint.ops.op.linalg.Cofactors;
import dev.adjoint.ops.op.linalg.Det;
import dev.adjoint.ops.op.linalg.Eigh;
import dev.adjoint.ops.op.linalg.Inverse;
import dev.adjoint.ops.op.linalg.Lu;
import dev.adjoint.ops.op.linalg.Matmul;
import dev.adjoint.ops.op.linalg.MatrixExp;
import dev.adjoint.ops.op.linalg.Pinv;
import dev.adjoint.ops.op.linalg.Qr;
import dev.adjoint.ops.op.linalg.SlogDet;
import dev.adjoint.ops.op.linalg.Solve;
import dev.adjoint.ops.op.linalg.Svd;
import dev.adjoint.ops.op.linalg.TriangularSolve;
import dev.adjoint.ops.op.loss.SoftmaxCrossEntropy;
import dev.adjoint.ops.op.prefix.CumMax;
import dev.adjoint.ops.op.prefix.CumMin;
import dev.adjoint.ops.op.prefix.CumProd;
import dev.adjoint.ops.op.prefix.CumSum;
import dev.adjoint.ops.op.prefix.LinearRecurrence;
import dev.adjoint.ops.op.prefix.LogCumSumExp;
import dev.adjoint.ops.op.random.Binomial;
import dev.adjoint.ops.op.random.GammaSlope;
import dev.adjoint.ops.op.random.GammaTransport;
import dev.adjoint.ops.op.random.LogGamma;
import dev.adjoint.ops.op.random.Multinomial;
import dev.adjoint.ops.op.random.Normal;
import dev.adjoint.ops.op.random.Poisson;
import dev.adjoint.ops.op.random.RandomBits;
import dev.adjoint.ops.op.random.TruncatedNormal;
import dev.adjoint.ops.op.random.Uniform;
import dev.adjoint.ops.op.reduce.ArgMax;
import dev.adjoint.ops.op.reduce.ArgMin;
import dev.adjoint.ops.op.reduce.LogSumExp;
import dev.adjoint.ops.op.reduce.Max;
import dev.adjoint.ops.op.reduce.Mean;
import dev.adjoint.ops.op.reduce.Min;
import dev.adjoint.ops.op.reduce.Prod;
import dev.adjoint.ops.op.reduce.Sum;
import dev.adjoint.ops.op.shape.BroadcastTo;
import dev.adjoint.ops.op.shape.Concat;
import dev.adjoint.ops.op.shape.Pad;
import dev.adjoint.ops.op.shape.Permute;
import dev.adjoint.ops.op.shape.Reshape;
import dev.adjoint.ops.op.shape.Slice;
import dev.adjoint.ops.op.shape.Unfold;
import dev.adjoint.ops.op.sort.SearchSorted;
import dev.adjoint.ops.op.sort.Sort;
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
          Acos.info(),
          Acosh.info(),
          Add.info(),
          And.info(),
          ArgMax.info(),
          ArgMin.info(),
          Asin.info(),
          Asinh.info(),
          Atan.info(),
          Atan2.info(),
          Atanh.info(),
          AvgPool.info(),
          AvgUnpool.info(),
          BesselI.info(),
          BesselISlope.info(),
          Binomial.info(),
          BitXor.info(),
          BroadcastTo.info(),
          Cast.info(),
          Cbrt.info(),
          Ceil.info(),
          Celu.info(),
          Cholesky.info(),
          Clamp.info(),
          Cofactors.info(),
          Concat.info(),
          Conv.info(),
          ConvFilterGradient.info(),
          ConvTranspose.info(),
          CopySign.info(),
          Cos.info(),
          Cosh.info(),
          CumMax.info(),
          CumMin.info(),
          CumProd.info(),
          CumSum.info(),
          Det.info(),
          Div.info(),
          Eigh.info(),
          Elu.info(),
          Entropy.info(),
          Equal.info(),
          Erf.info(),
          Erfc.info(),
          Erfinv.info(),
          ErfinvSlope.info(),
          Exp.info(),
          Exp2.info(),
          Expm1.info(),
          Floor.info(),
          Fmod.info(),
          FourierTransform.info(),
          GammaSlope.info(),
          GammaTransport.info(),
          Gather.info(),
          Gelu.info(),
          GeluTanh.info(),
          Greater.info(),
          GreaterEqual.info(),
          HardShrink.info(),
          HardSigmoid.info(),
          HardSwish.info(),
          HardTanh.info(),
          Hypot.info(),
          Inverse.info(),
          IsFinite.info(),
          IsInf.info(),
          IsNan.info(),
          LeakyRelu.info(),
          Lerp.info(),
          Less.info(),
          LessEqual.info(),
          Lgamma.info(),
          LinearRecurrence.info(),
          Log.info(),
          Log10.info(),
          Log1p.info(),
          Log2.info(),
          LogAddExp.info(),
          LogCumSumExp.info(),
          LogGamma.info(),
          LogSigmoid.info(),
          LogSoftmax.info(),
          LogSumExp.info(),
          Logit.info(),
          Lu.info(),
          Matmul.info(),
          MatrixExp.info(),
          Max.info(),
          MaxPool.info(),
          MaxUnpool.info(),
          Maximum.info(),
          Mean.info(),
          Min.info(),
          Minimum.info(),
          Mish.info(),
          Mul.info(),
          Multinomial.info(),
          NanToNum.info(),
          Neg.info(),
          Normal.info(),
          Not.info(),
          NotEqual.info(),
          Or.info(),
          Pad.info(),
          Permute.info(),
          Pinv.info(),
          Poisson.info(),
          Polygamma.info(),
          Pow.info(),
          PowScalar.info(),
          Prod.info(),
          Qr.info(),
          RandomBits.info(),
          Reciprocal.info(),
          Relu.info(),
          Remainder.info(),
          Reshape.info(),
          Round.info(),
          Rsqrt.info(),
          Scatter.info(),
          ScatterAdd.info(),
          ScatterMax.info(),
          ScatterMin.info(),
          SearchSorted.info(),
          Selu.info(),
          ShiftLeft.info(),
          ShiftRight.info(),
          Sigmoid.info(),
          Sign.info(),
          Sin.info(),
          Sinc.info(),
          Sinh.info(),
          Slice.info(),
          SlogDet.info(),
          SoftShrink.info(),
          Softmax.info(),
          SoftmaxCrossEntropy.info(),
          Softplus.info(),
          Softsign.info(),
          Solve.info(),
          Sort.info(),
          Sqrt.info(),
          Square.info(),
          StopGradient.info(),
          Sub.info(),
          Sum.info(),
          Svd.info(),
          Swish.info(),
          TakeAlongAxis.info(),
          Tan.info(),
          Tanh.info(),
          TanhShrink.info(),
          Threshold.info(),
          TriangularSolve.info(),
          Trunc.info(),
          TruncatedNormal.info(),
          Unfold.info(),
          Uniform.info(),
          Where.info(),
          WinogradConv.info(),
          WinogradConvTranspose.info(),
          WinogradFilterGradient.info(),
          Xlog1py.info(),
          Xlogy.info());

  private OpCatalog() {}

  /** Returns the ops, in alphabetical order. */
  public static ImmutableList<OpInfo> ops() {
    return OPS;
  }
}
