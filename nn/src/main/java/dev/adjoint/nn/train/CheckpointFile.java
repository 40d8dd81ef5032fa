// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import dev.adjoint.nn.file.Safetensors;
import dev.adjoint.nn.file.Weights;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The file from which a training goes on: every variable that a step reads, the figures so far, and
 * in the JSON of its header how far the training has come. It is one file, so that it is replaced
 * as a whole.
 */
final class CheckpointFile {
  private static final String HISTORY = Weights.MARK + "history.";
  private static final String FIGURES = Weights.MARK + "figures.";
  private static final String BEST = Weights.MARK + "best.";
  private static final String EPOCH = "epoch";
  private static final String STEP = "step";

  private final Path file;
  private final Weights variables;
  private final Weights weights;
  private final ImmutableMap<String, String> training;

  /**
   * Prepares to write or read.
   *
   * @param variables all variables of the training
   * @param weights those that are restored for the best epoch
   * @param training what must be the same for the training to go on to the same bits
   */
  CheckpointFile(
      Path file, Weights variables, Weights weights, ImmutableMap<String, String> training) {
    this.file = file;
    this.variables = variables;
    this.weights = weights;
    this.training = training;
  }

  /** Writes how far a training has come. */
  void write(FitProgress progress) {
    Map<String, Tensor> tensors = new LinkedHashMap<>(variables.values());
    History history = progress.history();
    if (!history.epochs().isEmpty()) {
      for (String figure : history.last().figures().keySet()) {
        tensors.put(HISTORY + figure, Tensor.of(history.series(figure)));
      }
    }
    progress.figures.remembered().forEach((name, tensor) -> tensors.put(FIGURES + name, tensor));
    progress.best.forEach((path, tensor) -> tensors.put(BEST + path, tensor));
    ImmutableMap<String, String> metadata =
        ImmutableMap.<String, String>builder()
            .putAll(training)
            .put(EPOCH, Integer.toString(progress.epoch))
            .put(STEP, Integer.toString(progress.step))
            .buildOrThrow();
    try {
      new Safetensors(ImmutableMap.copyOf(tensors), metadata).write(file);
    } catch (IOException e) {
      throw new UncheckedIOException("fit: cannot write the checkpoint " + file, e);
    }
  }

  /**
   * Goes on from the file if there is one.
   *
   * @param progress that of a training that has not begun
   * @param steps how many steps an epoch has
   * @param figures the names of the figures of an epoch
   * @throws UncheckedIOException if the file is damaged, or of another training; then no variable
   *     is changed
   */
  void resume(FitProgress progress, int steps, Set<String> figures) {
    if (!Files.exists(file)) {
      return;
    }
    try {
      Safetensors content = Safetensors.read(file);
      training.forEach((name, expected) -> checkSame(content, name, expected));
      Map<String, Tensor> rest = new LinkedHashMap<>(content.tensors());
      Map<String, Tensor> history = taken(rest, HISTORY);
      Map<String, Tensor> running = taken(rest, FIGURES);
      Map<String, Tensor> best = taken(rest, BEST);
      int epoch = number(content, EPOCH);
      int step = number(content, STEP);
      int done = step == steps ? epoch - progress.before : epoch - progress.before - 1;
      checkTypes(FIGURES, running, types(progress.figures.remembered()));
      if (!best.isEmpty()) {
        checkTypes(BEST, best, types(weights.values()));
      }
      if (step < 0 || step > steps || done < 0) {
        throw damaged("epoch %s, step %s of %s".formatted(epoch, step, steps));
      }
      checkTypes(
          HISTORY, history, done == 0 ? Map.of() : Maps.toMap(figures, _ -> "f64[" + done + "]"));
      variables.set(file.toString(), rest);
      for (int i = 0; i < done; i++) {
        int at = i;
        progress.add(
            new History.Epoch(
                progress.before + i + 1,
                ImmutableMap.copyOf(Maps.transformValues(history, t -> t.getDouble(at)))));
      }
      progress.figures.recall(running);
      progress.best = ImmutableMap.copyOf(best);
      progress.epoch = epoch;
      progress.step = step;
    } catch (IOException e) {
      throw new UncheckedIOException("fit: cannot go on from a checkpoint: " + e.getMessage(), e);
    }
  }

  private void checkSame(Safetensors content, String name, String expected) {
    String found = content.metadata().get(name);
    if (!expected.equals(found)) {
      throw new UncheckedIOException(
          new DataFileException(
              file.toString(),
              found == null
                  ? "is no checkpoint of a training; load weights with Model.load"
                  : "is the checkpoint of another training: %s is %s there, %s here; give another file"
                      .formatted(name, found, expected)));
    }
  }

  private int number(Safetensors content, String name) throws DataFileException {
    String text = content.metadata().getOrDefault(name, "");
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException _) {
      throw damaged(name + " '" + text + "'");
    }
  }

  private DataFileException damaged(String found) {
    return new DataFileException(
        file.toString(), "expected how far a training has come, found " + found);
  }

  /** Takes the tensors out whose names begin with a prefix. */
  private static Map<String, Tensor> taken(Map<String, Tensor> all, String prefix) {
    Map<String, Tensor> some = new LinkedHashMap<>();
    all.forEach((name, tensor) -> {
      if (name.startsWith(prefix)) {
        some.put(name.substring(prefix.length()), tensor);
      }
    });
    all.keySet().removeIf(name -> name.startsWith(prefix));
    return some;
  }

  private static ImmutableMap<String, String> types(Map<String, Tensor> tensors) {
    return ImmutableMap.copyOf(Maps.transformValues(tensors, t -> t.type().toString()));
  }

  private void checkTypes(String kind, Map<String, Tensor> found, Map<String, String> expected)
      throws DataFileException {
    if (!types(found).equals(expected)) {
      throw damaged("%s of %s, not %s".formatted(kind, types(found), expected));
    }
  }
}
