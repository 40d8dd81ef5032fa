// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.TextExample;
import dev.adjoint.examples.network.SmallGpt;
import dev.adjoint.examples.network.TextSampler;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.TextHeat;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.prepare.Vocabulary;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.layer.recurrent.Lstm;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.transform.ClipByGlobalNorm;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.nn.train.TrainingListener;
import dev.adjoint.ops.Expr;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/**
 * Two models of text, character by character: an LSTM (Karpathy 2015, <i>The Unreasonable
 * Effectiveness of Recurrent Neural Networks</i>) and a small GPT. Both are asked for a text now
 * and then while they learn.
 */
@Command(
    name = "char-model",
    description = "Learns to write Shakespeare with an LSTM and with a small GPT.")
public final class CharModel extends TextExample {
  private static final String PICTURE = "surprise.png";
  private static final int CONTEXT = 64;
  private static final int WIDTH = 128;
  private static final int BATCH = 24;
  private static final int SAMPLE = 120;

  /** Creates the program. */
  public CharModel() {
    super(1, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new CharModel(), args);
  }

  @Override
  protected void run() throws IOException {
    String text = text();
    Vocabulary characters = Vocabulary.characters(text);
    int n = characters.size();
    Dataset train = lines(characters.encode(text.substring(0, text.length() * 9 / 10)));
    Dataset test = lines(characters.encode(text.substring(text.length() * 9 / 10)));
    say("%d characters of %d kinds to learn from", train.targets().size(), n);
    Map<String, Layer> networks = new LinkedHashMap<>();
    networks.put(
        "LSTM",
        Sequential.of(
            Embedding.of(n, WIDTH / 2, seed(1)),
            Lstm.of(WIDTH / 2, 2 * WIDTH, seed(2)),
            Dense.of(2 * WIDTH, n, seed(3))));
    networks.put("GPT", SmallGpt.of(n, CONTEXT, WIDTH, 4, seed(4)));
    List<BufferedImage> pictures = new ArrayList<>();
    networks.forEach((name, network) -> {
      Model model = train(name, network, characters, train, test);
      say("%s: test loss %.4f", name, model.evaluate(test).get("loss"));
      pictures.add(surprise(name, model, characters, test));
    });
    draw("surprise", PICTURE, () -> Pictures.rows(1, pictures));
  }

  /** Returns pieces of a text, I32 {@code [n, context]}, and the same a character later. */
  private static Dataset lines(Tensor text) {
    int n = (text.size() - 1) / CONTEXT;
    Expr all = Expr.constant(text);
    return new Dataset(
        all.slice(0, 0, n * CONTEXT).reshape(n, CONTEXT).eval(),
        all.slice(0, 1, n * CONTEXT + 1).reshape(n, CONTEXT).eval());
  }

  private Model train(
      String name, Layer network, Vocabulary characters, Dataset train, Dataset test) {
    int steps = epochs() * ((train.size() + BATCH - 1) / BATCH);
    Optimizer adam = Adam.of(RateSchedule.cosine(0.002, 0.0001, steps).warmUp(20));
    Model model =
        Model.compile(network, Loss.softmaxCrossEntropy(), adam.after(new ClipByGlobalNorm(1)));
    say("%s: %d parameters", name, network.parameters().count());
    List<Double> losses = new ArrayList<>();
    FitOptions fit = FitOptions.epochs(epochs()).batchSize(BATCH).seed(seed(8));
    model.fit(
        train,
        fit.listener(
            TrainingListener.ofSteps(loss -> {
              losses.add(loss);
              if (losses.size() == 1 || losses.size() % Math.max(1, steps / 3) == 0) {
                Tensor begun = test.rows(0).features();
                String sample = TextSampler.of(model, characters, begun, SAMPLE, seed(9));
                say("%n%s after %d steps, loss %.3f:%n%s", name, losses.size(), loss, sample);
              }
            })));
    return model;
  }

  /** Draws a piece of the text, each character as dark as the model was surprised by it. */
  private static BufferedImage surprise(
      String name, Model model, Vocabulary characters, Dataset test) {
    Dataset some = test.rows(IntStream.range(0, 14).toArray());
    Expr scores = Expr.constant(model.predict(some.features())).logSoftmax(2);
    Expr labels = Expr.constant(some.targets()).expandDims(2);
    double[] surprise = scores.takeAlongAxis(2, labels).neg().eval().toDoubleArray();
    String text = characters.decode(some.targets().reshape(14 * CONTEXT));
    return Pictures.titled(
        "How much each character surprises the " + name,
        TextHeat.of(
            text, surprise, CONTEXT, bits -> Palette.mix(Color.WHITE, Palette.of(1), bits / 6)));
  }
}
