// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.loss.Loss;
import java.util.List;

/**
 * What a network says of examples that it is not trained on: the part of a {@link Model} for
 * programs that only ask. Any number of threads may ask at once.
 */
public sealed interface Predictor permits Model {
  /** Returns the number of outputs of the network. */
  int outputs();

  /**
   * Returns the output of the network for each example, {@code [n, …]}.
   *
   * @param features {@code [n, …]}
   * @throws ShapeException if the network does not take such features, or has several outputs
   * @throws IllegalArgumentException if there are no examples
   */
  default Tensor predict(Tensor features) {
    return Inference.single("predict", predict(List.of(features)));
  }

  /**
   * Returns the outputs of the network for each example, {@code [n, …]} each.
   *
   * @param features {@code [n, …]} for each input
   * @throws ShapeException if the network does not take such features
   * @throws IllegalArgumentException if there are no examples
   */
  ImmutableList<Tensor> predict(List<Tensor> features);

  /**
   * Returns an output of the network for each example that is random as in training: dropout drops
   * and noise is added, while norms use what they have learned and nothing is changed. The mean of
   * many samples is a prediction, their spread says how sure it is (Gal and Ghahramani 2016,
   * <i>Dropout as a Bayesian Approximation</i>).
   *
   * @param features {@code [n, …]}
   * @param seed decides the random numbers; another one at each call gives other samples
   * @throws ShapeException if the network does not take such features, or has several outputs
   * @throws IllegalArgumentException if there are no examples
   */
  default Tensor sample(Tensor features, Seed seed) {
    return Inference.single("sample", sample(List.of(features), seed));
  }

  /** Returns random outputs for several inputs; see {@link #sample(Tensor, Seed)}. */
  ImmutableList<Tensor> sample(List<Tensor> features, Seed seed);

  /**
   * Returns the class that the prediction for each example means, I32 {@code [n]}: the number of
   * the largest output, or for a single output whether it is on the side of class 1, as the loss
   * has it (see {@link Loss#classes}).
   *
   * @param features {@code [n, …]}
   * @throws ShapeException if the network does not take such features or has several outputs, or
   *     the loss does not say which class a single output means
   * @throws IllegalArgumentException if there are no examples
   */
  default Tensor classify(Tensor features) {
    Preconditions.checkArgument(
        outputs() == 1, "classify: the network has %s outputs; say of which one", outputs());
    return classify(0, List.of(features));
  }

  /**
   * Returns the class that the prediction of one of several outputs means, I32 {@code [n]}; see
   * {@link #classify(Tensor)}.
   *
   * @param output the number of the output
   * @param features {@code [n, …]} for each input
   * @throws IllegalArgumentException if there is no such output
   */
  Tensor classify(int output, List<Tensor> features);
}
