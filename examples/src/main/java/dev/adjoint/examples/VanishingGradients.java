// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.network.DeepNetworks;
import dev.adjoint.examples.picture.Chart;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Losses;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.knowm.xchart.style.Styler.LegendPosition;
import picocli.CommandLine.Command;

/**
 * Gradients on their way down through a deep network: how they vanish, and what keeps them (Glorot
 * and Bengio 2010; He et al. 2015; Ioffe and Szegedy 2015; He et al. 2016).
 */
@Command(
    name = "vanishing-gradients",
    description = "Measures the gradient of each layer of deep networks, and what that does.")
public final class VanishingGradients extends DigitsExample {
  private static final String LAYERS = "gradients.png";

  /** Creates the program. */
  public VanishingGradients() {
    super(20, LAYERS);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new VanishingGradients(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    Initializer glorot = Initializer.glorotUniform();
    Initializer he = Initializer.heNormal();
    Activation sigmoid = Activation.sigmoid();
    Activation relu = Activation.relu();
    Map<String, Layer> networks = new LinkedHashMap<>();
    networks.put("sigmoid", deep(images, glorot, dense -> Sequential.of(dense, sigmoid)));
    networks.put("tanh", deep(images, glorot, dense -> Sequential.of(dense, Activation.tanh())));
    networks.put("ReLU", deep(images, glorot, dense -> Sequential.of(dense, relu)));
    networks.put("ReLU, He", deep(images, he, dense -> Sequential.of(dense, relu)));
    networks.put(
        "sigmoid, batch norm",
        deep(
            images,
            glorot,
            dense -> Sequential.of(dense, BatchNorm.of(DeepNetworks.WIDTH), sigmoid)));
    networks.put(
        "ReLU, He, batch norm",
        deep(images, he, dense -> Sequential.of(dense, BatchNorm.of(DeepNetworks.WIDTH), relu)));
    networks.put(
        "ReLU, He, residual",
        deep(
            images,
            he,
            dense ->
                DeepNetworks.residual(
                    Sequential.of(BatchNorm.of(DeepNetworks.WIDTH), relu, dense))));

    Chart chart =
        Chart.of(860, 500, "Norm of the first gradient by layer", "layer", "")
            .logarithmic()
            .whole()
            .legend(LegendPosition.OutsideE);
    networks.forEach((name, network) -> {
      double[] norms = norms(network, images.train());
      chart.line(name, norms);
      Model model =
          Model.compile(network, Loss.softmaxCrossEntropy(), Sgd.of(0.02), Metric.accuracy());
      model.fit(images.train(), FitOptions.epochs(epochs()).seed(seed(3)));
      say(
          "%-20s  gradient of layer 1 %.1e, of layer %d %.1e; test accuracy %.4f",
          name,
          norms[0],
          DeepNetworks.DEPTH,
          norms[DeepNetworks.DEPTH - 1],
          model.evaluate(images.test()).get("accuracy"));
    });
    draw("gradients by layer", LAYERS, chart::image);
  }

  private Layer deep(DigitImages images, Initializer weights, UnaryOperator<Layer> hidden) {
    return DeepNetworks.of(images.pixels(), weights, hidden, seed(1));
  }

  /** Returns the norm of the gradient of the weights of each hidden layer, before any training. */
  private static double[] norms(Layer network, Dataset data) {
    Dataset batch = data.rows(IntStream.range(0, 256).toArray());
    ForwardContext context = ForwardContext.training(RandomKey.of(0));
    Expr logits = network.apply(Expr.constant(batch.features()), context);
    Expr loss = Losses.softmaxCrossEntropy(logits, Expr.constant(batch.targets()));
    List<Parameter> hidden =
        network.parameters().list().stream()
            .filter(p -> p.shape().equals(Shape.of(DeepNetworks.WIDTH, DeepNetworks.WIDTH)))
            .toList();
    List<Expr> norms = Autodiff.grad(loss, hidden).stream().map(g -> g.norm(2)).toList();
    return Program.compile(List.of(), norms).run().stream().mapToDouble(Tensor::item).toArray();
  }
}
