// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.network;

import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.prepare.Vocabulary;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import java.util.Arrays;

/** Lets a model of text write. */
public final class TextSampler {
  private static final double TEMPERATURE = 0.8;

  private TextSampler() {}

  /**
   * Returns what a model writes.
   *
   * @param model from the last tokens to scores of the next one after each
   * @param begun the tokens to go on from, {@code [1, context]}
   * @param length how many tokens to write
   * @param seed decides which of the likely tokens are taken
   */
  public static String of(Model model, Vocabulary tokens, Tensor begun, int length, Seed seed) {
    int context = begun.size();
    int[] written = Arrays.copyOf(begun.toIntArray(), context + length);
    for (int i = context; i < written.length; i++) {
      Tensor last = Tensor.of(Arrays.copyOfRange(written, i - context, i)).reshape(1, context);
      Expr scores = Expr.constant(model.predict(last)).select(0, 0).select(0, context - 1);
      double[] p = scores.div(TEMPERATURE).softmax(0).eval().toDoubleArray();
      double drawn = (seed.bits(i) >>> 11) * 0x1p-53;
      for (drawn -= p[0]; drawn > 0 && written[i] < p.length - 1; drawn -= p[written[i]]) {
        written[i]++;
      }
    }
    return tokens.decode(Tensor.of(Arrays.copyOfRange(written, context, written.length)));
  }
}
