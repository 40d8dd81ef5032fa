// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Progress;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.picture.ImageGrid;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Conv2d;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Flatten;
import dev.adjoint.nn.layer.MaxPool2d;
import dev.adjoint.nn.layer.ReshapeTo;
import dev.adjoint.nn.layer.UpSampling;
import dev.adjoint.nn.layer.ZeroPadding;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.nn.summary.Summary;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Interpolation;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.function.DoubleFunction;
import picocli.CommandLine.Command;

/**
 * A convolutional network in the shape of LeNet-5, with ReLU and max pooling (LeCun et al. 1998,
 * <i>Gradient-Based Learning Applied to Document Recognition</i>, figure 2).
 */
@Command(
    name = "lenet",
    description = "Trains LeNet-5 on digits, and draws what its layers see in one of them.")
public final class LeNet5 extends DigitsExample {
  private static final String MAPS = "feature-maps.png";
  private static final String MISTAKES = "misclassified.png";
  private static final int SIDE = 32;

  /** Creates the program. */
  public LeNet5() {
    super(3, MAPS, MISTAKES);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new LeNet5(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    int side = images.test().features().shape().dim(1);
    // MNIST gets a margin, as in the paper; the small built-in digits are enlarged.
    Layer toSide =
        side > SIDE / 2
            ? ZeroPadding.of((SIDE - side) / 2, (SIDE - side) / 2)
            : UpSampling.of(SIDE / side, SIDE / side).with(Interpolation.LINEAR);
    Sequential network =
        Sequential.of(
            ReshapeTo.of(1, side, side),
            toSide,
            Conv2d.of(1, 6, 5, seed(1)),
            Activation.relu(),
            MaxPool2d.of(2),
            Conv2d.of(6, 16, 5, seed(2)),
            Activation.relu(),
            MaxPool2d.of(2),
            new Flatten(),
            Dense.of(400, 120, Initializer.heNormal(), seed(3)),
            Activation.relu(),
            Dense.of(120, 84, Initializer.heNormal(), seed(4)),
            Activation.relu(),
            Dense.of(84, DigitImages.CLASSES, seed(5)));
    say("%s", images);
    say("%s", Summary.of(network, TensorType.of(DType.F32, 1, side, side)));

    int batch = isMnist() ? 64 : 16;
    int steps = epochs() * ((images.train().size() + batch - 1) / batch);
    Adam adam = Adam.of(RateSchedule.cosine(0.003, 0, steps));
    Model model = Model.compile(network, Loss.softmaxCrossEntropy(), adam, Metric.accuracy());
    History history =
        model.fit(
            images.train(),
            FitOptions.epochs(epochs())
                .batchSize(batch)
                .seed(seed(6))
                .validation(images.test())
                .listener(new Progress(printer())));
    Tensor predicted = model.classify(images.test().features());
    say("test accuracy %.4f", history.last().get("val_accuracy"));
    draw("feature maps", MAPS, () -> maps(network, images.test()));
    draw("misclassified digits", MISTAKES, () -> ImageGrid.mistakes(images.test(), predicted));
  }

  /** Draws a digit, the filters of the first layer, and what comes out of layer after layer. */
  private static BufferedImage maps(Sequential network, Dataset test) {
    Expr digit = Expr.constant(test.rows(0).features());
    Tensor filters = ((Conv2d) network.layers().get(2)).weight().value().reshape(6, 5, 5);
    double largest = Expr.constant(filters).abs().max().eval().item();
    DoubleFunction<Color> signed = v -> Palette.signed(v / largest);
    return Pictures.below(
        row("the digit", after(network, 2, digit), 128, Palette::ink),
        row("the filters of the first layer, blue for negative weights", filters, 128, signed),
        row("what they find", after(network, 4, digit), 128, Palette::heat),
        row("halved", after(network, 5, digit), 128, Palette::heat),
        row("the 16 maps of the second layer", after(network, 7, digit), 100, Palette::heat));
  }

  /** Returns what comes out of the first layers, {@code [channels, rows, columns]}. */
  private static Tensor after(Sequential network, int layers, Expr x) {
    Tensor y = new Sequential(network.layers().subList(0, layers)).apply(x).eval();
    Expr maps = Expr.constant(y).select(0, 0);
    return maps.div(maps.max().maximum(1e-6)).eval();
  }

  private static BufferedImage row(
      String title, Tensor images, int side, DoubleFunction<Color> color) {
    return Pictures.titled(title, new ImageGrid(8, side, color).addAll(images).image());
  }
}
