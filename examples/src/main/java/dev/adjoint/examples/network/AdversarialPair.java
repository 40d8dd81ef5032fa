// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.network;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.ops.Activations;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.List;
import java.util.Map;

/**
 * A network that makes examples of noise and one that tells them from true ones, trained against
 * each other (Goodfellow et al. 2014, <i>Generative Adversarial Nets</i>).
 *
 * @param noise how many random numbers an example is made of
 * @param generator from noise {@code [n, noise]} to examples {@code [n, size]}
 * @param critic from examples to {@code [n, 1]}, above 0 for true ones
 * @param program a step of both: from true examples to the losses of critic and generator
 */
public record AdversarialPair(int noise, Layer generator, Layer critic, Program program) {
  /**
   * Returns a pair.
   *
   * @param noise how many random numbers an example is made of
   * @param size the size of an example
   * @param width the width of both networks
   * @param last the activation of what is made
   * @param batch how many true examples a step takes
   * @param rate the rate of Adam for both
   */
  public static AdversarialPair of(
      int noise, int size, int width, Activation last, int batch, double rate, Seed seed) {
    Activation leaky = Activation.leakyRelu(0.2);
    Layer generator =
        Sequential.of(
            Dense.of(noise, width, Initializer.heNormal(), seed.fold(1)),
            Activation.relu(),
            Dense.of(width, width, Initializer.heNormal(), seed.fold(2)),
            Activation.relu(),
            Dense.of(width, size, seed.fold(3)),
            last);
    Layer critic =
        Sequential.of(
            Dense.of(size, width, Initializer.heNormal(), seed.fold(4)),
            leaky,
            Dense.of(width, width, Initializer.heNormal(), seed.fold(5)),
            leaky,
            Dense.of(width, 1, seed.fold(6)));
    State key = State.of("key", Tensor.scalar(seed.bits()));
    Expr truth = Expr.input("truth", batch, size);
    Expr fake = generator.apply(RandomKey.of(key).normal(TensorType.of(DType.F32, batch, noise)));
    Expr judgement = critic.apply(fake);
    Expr criticLoss =
        Activations.softplus(critic.apply(truth).neg()).add(Activations.softplus(judgement)).mean();
    // The loss of section 3 of the paper, which does not saturate.
    Expr generatorLoss = Activations.softplus(judgement.neg()).mean();
    // Each network follows the gradient of its own loss; both steps are one program.
    return new AdversarialPair(
        noise,
        generator,
        critic,
        Program.compile(
            List.of(truth),
            List.of(criticLoss, generatorLoss),
            Optimizer.join(
                updates(criticLoss, critic, rate),
                updates(generatorLoss, generator, rate),
                Map.of(key, key.add(1)))));
  }

  private static Map<Expr, Expr> updates(Expr loss, Layer network, double rate) {
    return Adam.of(rate).withBetas(0.5, 0.999).minimize(loss, network.parameters());
  }

  /** Trains both on true examples, and returns the losses of critic and generator. */
  public List<Tensor> step(Tensor truth) {
    return program.run(truth);
  }

  /** Returns examples that the generator makes. */
  public Tensor made(int n, Seed seed) {
    TensorType type = TensorType.of(DType.F32, n, noise);
    return generator.apply(RandomKey.of(seed.bits()).normal(type)).eval();
  }
}
