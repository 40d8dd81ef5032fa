// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Progress;
import dev.adjoint.examples.data.TextExample;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.prepare.Vocabulary;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.AdamW;
import dev.adjoint.nn.schedule.RateSchedule;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;

/**
 * Characters find places in a plane from their neighbours alone, as words do in word2vec (Mikolov
 * et al. 2013): those that stand in the same company come to lie together.
 */
@Command(
    name = "embedding",
    description = "Gives the characters of Shakespeare places in a plane, by their neighbours.")
public final class EmbeddingMap extends TextExample {
  private static final String PICTURE = "characters.png";
  private static final int MOST = 300_000;
  private static final String VOWELS = "aeiou";

  /** Creates the program. */
  public EmbeddingMap() {
    super(8, PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new EmbeddingMap(), args);
  }

  @Override
  protected void run() throws IOException {
    String all = text();
    String text = all.substring(0, Math.min(all.length(), MOST));
    Vocabulary characters = Vocabulary.characters(text);
    int n = characters.size();
    Dataset data = neighbours(characters.encode(text), n);
    say("%d characters, %d of them distinct", text.length(), n);
    // From the two numbers of a character to a score for each one before it and after it.
    Embedding embedding = Embedding.of(n, 2, seed(1));
    Model model =
        Model.compile(
            Sequential.of(embedding, Dense.of(2, 2 * n, seed(2))),
            Loss.softmaxCrossEntropy(),
            AdamW.of(RateSchedule.cosine(0.02, 0, epochs() * (data.size() / 512 + 1)), 0.03));
    model.fit(
        data,
        FitOptions.epochs(epochs()).batchSize(512).seed(seed(3)).listener(new Progress(printer())));

    Tensor places = embedding.weight().value();
    List<String> letters = characters.tokens().stream().filter(t -> t.matches("[a-z]")).toList();
    int right = 0;
    for (String letter : letters) {
      String near = nearest(letter, letters, characters, places);
      right += VOWELS.contains(letter) == VOWELS.contains(near) ? 1 : 0;
    }
    say(
        "small letters whose nearest is of their kind, vowel or consonant: %d of %d",
        right, letters.size());
    draw("characters", PICTURE, () -> picture(characters, places));
  }

  /** Returns each character with the one before it or, as number n + its own, the one after it. */
  private static Dataset neighbours(Tensor text, int n) {
    Expr characters = Expr.constant(text);
    int length = text.size();
    Expr before = characters.slice(0, 0, length - 1);
    Expr after = characters.slice(0, 1, length);
    return new Dataset(
        Expr.concat(0, after, before).eval(), Expr.concat(0, before, after.add(n)).eval());
  }

  private static String nearest(
      String letter, List<String> letters, Vocabulary characters, Tensor places) {
    return letters.stream()
        .filter(other -> !other.equals(letter))
        .min(Comparator.comparing(other -> distance(letter, other, characters, places)))
        .orElseThrow();
  }

  private static double distance(String a, String b, Vocabulary characters, Tensor places) {
    int i = characters.tokens().indexOf(a);
    int j = characters.tokens().indexOf(b);
    return Math.hypot(
        places.getDouble(i, 0) - places.getDouble(j, 0),
        places.getDouble(i, 1) - places.getDouble(j, 1));
  }

  private static BufferedImage picture(Vocabulary characters, Tensor places) {
    Expr x = Expr.constant(places);
    double[] low = x.min(0).sub(0.1).eval().toDoubleArray();
    double[] high = x.max(0).add(0.1).eval().toDoubleArray();
    String title = "Vowels orange, consonants blue, capitals green, the rest grey";
    Plane plane = new Plane(840, 660, title, low[0], high[0], low[1], high[1]);
    for (int i = 0; i < characters.size(); i++) {
      String token = characters.tokens().get(i);
      Color color =
          VOWELS.contains(token)
              ? Palette.of(1)
              : token.matches("[a-z]")
                  ? Palette.of(0)
                  : token.matches("[A-Z]") ? Palette.of(2) : Palette.SOFT;
      String shown = token.equals(" ") ? "space" : token.equals("\n") ? "line" : token;
      if (shown.length() == 1 || shown.matches("space|line")) {
        plane.word(shown, places.getDouble(i, 0), places.getDouble(i, 1), color, 19);
      }
    }
    return plane.image();
  }
}
