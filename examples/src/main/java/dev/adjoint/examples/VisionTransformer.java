// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Progress;
import dev.adjoint.examples.data.DigitImages;
import dev.adjoint.examples.data.DigitsExample;
import dev.adjoint.examples.picture.ImageGrid;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.LayerNorm;
import dev.adjoint.nn.layer.attention.LearnedPositions;
import dev.adjoint.nn.layer.attention.TransformerEncoderBlock;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.AdamW;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.History;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import java.awt.image.BufferedImage;
import java.io.IOException;
import picocli.CommandLine.Command;

/**
 * A transformer that reads images as sequences of patches (Dosovitskiy et al. 2021, <i>An Image is
 * Worth 16×16 Words</i>), with the mean of the outputs in place of a class token.
 */
@Command(
    name = "vision-transformer",
    description = "Reads digits patch by patch, and draws which positions it takes for near.")
public final class VisionTransformer extends DigitsExample {
  private static final String POSITIONS = "positions.png";
  private static final String WHERE = "where.png";
  private static final int WIDTH = 48;
  private static final int SHOWN = 12;

  /** Creates the program. */
  public VisionTransformer() {
    super(30, POSITIONS, WHERE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new VisionTransformer(), args);
  }

  @Override
  protected void run() throws IOException {
    DigitImages images = images();
    int side = images.test().features().shape().dim(1);
    int patch = side / 4; // so that there are 4 × 4 of them
    LearnedPositions positions = LearnedPositions.of(16, WIDTH, seed(1));
    Layer patches = (x, _) -> patches(x, patch);
    Layer mean = (x, _) -> x.mean(1);
    Sequential network =
        Sequential.of(
            patches,
            Dense.of(patch * patch, WIDTH, seed(2)),
            positions,
            block(3),
            block(4),
            LayerNorm.of(WIDTH),
            mean,
            Dense.of(WIDTH, DigitImages.CLASSES, seed(5)));
    say("%s, in patches of %d×%d pixels", images, patch, patch);
    int batch = isMnist() ? 128 : 32;
    int steps = epochs() * ((images.train().size() + batch - 1) / batch);
    Model model =
        Model.compile(
            network,
            Loss.softmaxCrossEntropy(),
            AdamW.of(RateSchedule.cosine(0.002, 0, steps), 0.05),
            Metric.accuracy());
    History history =
        model.fit(
            images.train(),
            FitOptions.epochs(epochs())
                .batchSize(batch)
                .seed(seed(6))
                .validation(images.test())
                .listener(new Progress(printer())));
    say("test accuracy %.4f", history.last().get("val_accuracy"));
    draw("positions", POSITIONS, () -> similarities(positions.weight().value()));
    draw("where it looks", WHERE, () -> where(model, images.test(), patch));
  }

  private TransformerEncoderBlock block(int purpose) {
    return TransformerEncoderBlock.of(WIDTH, 4, 2 * WIDTH, 0.1, seed(purpose))
        .withNormFirst()
        .with(Activation.gelu());
  }

  /** Returns the patches of images as sequences: {@code [n, side, side] → [n, 16, patch²]}. */
  private static Expr patches(Expr x, int patch) {
    int n = x.shape().dim(0);
    return x.reshape(n, 4, patch, 4, patch).permute(0, 1, 3, 2, 4).reshape(n, 16, patch * patch);
  }

  /** Draws for each position how near the embeddings of all positions are to its own. */
  private static BufferedImage similarities(Tensor weight) {
    Expr w = Expr.constant(weight);
    Expr unit = w.div(w.normKeepDims(2, 1));
    Tensor cosines = unit.matmul(unit.t()).reshape(16, 4, 4).eval();
    return Pictures.titled(
        "Which positions are near to each, by the cosine of what was learnt",
        new ImageGrid(4, 130, v -> Palette.signed(v)).addAll(cosines).image());
  }

  /** Draws digits, and below each how much surer or less sure one is without each patch. */
  private static BufferedImage where(Model model, Dataset test, int patch) {
    int side = 4 * patch;
    ImageGrid digits = new ImageGrid(SHOWN, 84, Palette::ink);
    ImageGrid weights = new ImageGrid(SHOWN, 84, v -> Palette.signed(v));
    for (int i = 0; i < SHOWN; i++) {
      float[] pixels = test.rows(i * 7).features().toFloatArray();
      float[] hidden = new float[17 * pixels.length];
      for (int k = 0; k < hidden.length; k++) {
        int at = k % pixels.length;
        int place = at / side / patch * 4 + at % side / patch;
        hidden[k] = place == k / pixels.length ? 0 : pixels[at];
      }
      Tensor copies = Tensor.wrap(Shape.of(17, side, side), hidden);
      int digit = test.targets().getInt(i * 7);
      // The last copy has no patch hidden.
      Expr scores = Expr.constant(model.predict(copies)).logSoftmax(1).select(1, digit);
      Expr lost = scores.select(0, 16).sub(scores.slice(0, 0, 16));
      Tensor map = lost.div(lost.abs().max().add(0.01)).reshape(1, 4, 4).eval();
      digits.add(test.rows(i * 7).features(), 0, "");
      weights.add(map, 0, "");
    }
    return Pictures.titled(
        "Where it looks: without an orange patch it is less sure of the digit, without a blue one"
            + " more",
        Pictures.below(digits.image(), weights.image()));
  }
}
