// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.data.FileExample;
import dev.adjoint.examples.picture.Palette;
import dev.adjoint.examples.picture.Pictures;
import dev.adjoint.examples.picture.Plane;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Csv;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.data.prepare.SeriesWindows;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.ReshapeTo;
import dev.adjoint.nn.layer.recurrent.Bidirectional;
import dev.adjoint.nn.layer.recurrent.Gru;
import dev.adjoint.nn.layer.recurrent.Lstm;
import dev.adjoint.nn.layer.recurrent.SimpleRnn;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.AdamW;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Expr;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;

/** Four recurrent layers forecast the passengers of airlines, month by month and years ahead. */
@Command(
    name = "series",
    description = "Forecasts the passengers of airlines with RNN, LSTM, GRU and BiLSTM.")
public final class AirlineSeries extends FileExample {
  private static final String PICTURE = "forecasts.png";
  private static final int WINDOW = 24;
  private static final int HELD = 36;
  private static final int UNITS = 24;

  /** Creates the program. */
  public AirlineSeries() {
    super(
        "timeseries",
        "airline-passengers.csv",
        "https://github.com/facebook/prophet (examples/example_air_passengers.csv)",
        200,
        PICTURE);
  }

  /** Runs the program. */
  public static void main(String... args) {
    Commands.run(new AirlineSeries(), args);
  }

  @Override
  protected void run() throws IOException {
    double[] passengers =
        Csv.commas().text("ds").read(file()).numbers(DType.F64, "y").toDoubleArray();
    int n = passengers.length;
    // The networks see how the logarithm changes: growth and seasons are the same in all years.
    Expr logs = Expr.constant(Tensor.of(passengers)).log().cast(DType.F32).reshape(n, 1);
    Tensor changes = logs.diff(0).mul(5).eval();
    Dataset windows = SeriesWindows.of(WINDOW).dataset(changes);
    Dataset train = windows.rows(IntStream.range(0, windows.size() - HELD).toArray());
    double[] lastYear = Arrays.copyOfRange(passengers, n - HELD - 12, n - 12);
    say("%-22s error of %d months %.1f", "last year's month", HELD, rmse(passengers, lastYear));

    Map<String, Layer> layers = new LinkedHashMap<>();
    layers.put("RNN", SimpleRnn.of(1, UNITS, seed(1)).last());
    layers.put("LSTM", Lstm.of(1, UNITS, seed(1)).last());
    layers.put("GRU", Gru.of(1, UNITS, seed(1)).last());
    layers.put(
        "BiLSTM",
        Bidirectional.of(
            Lstm.of(1, UNITS / 2, seed(1)).last(), Lstm.of(1, UNITS / 2, seed(2)).last()));
    List<BufferedImage> planes = new ArrayList<>();
    layers.forEach((name, layer) -> {
      Layer network = Sequential.of(layer, Dense.of(UNITS, 1, seed(3)), ReshapeTo.of(1, 1));
      Model model = Model.compile(network, Loss.huber(0.5), AdamW.of(0.005, 0.01));
      model.fit(train, FitOptions.epochs(epochs()).batchSize(16).seed(seed(4)));
      double[] next = forecast(model, changes, passengers, false);
      double[] ahead = forecast(model, changes, passengers, true);
      say(
          "%-22s error of the next month %.1f, of three years ahead %.1f",
          name, rmse(passengers, next), rmse(passengers, ahead));
      planes.add(picture(name, passengers, next, ahead));
    });
    String title =
        "Thousands of passengers (grey), the next month (blue), three years ahead (orange)";
    draw("forecasts", PICTURE, () -> Pictures.titled(title, Pictures.rows(2, planes)));
  }

  /**
   * Returns forecasts of the last months.
   *
   * @param ahead whether to go on from forecasts, or from what was true each month before
   */
  private static double[] forecast(
      Model model, Tensor changes, double[] passengers, boolean ahead) {
    float[] known = changes.toFloatArray();
    int first = known.length - HELD;
    double[] forecast = new double[HELD];
    double level = passengers[passengers.length - HELD - 1];
    for (int i = 0; i < HELD; i++) {
      float[] window = Arrays.copyOfRange(known, first + i - WINDOW, first + i);
      double change = model.predict(Tensor.of(window).reshape(1, WINDOW, 1)).item();
      forecast[i] = level * StrictMath.exp(change / 5);
      if (ahead) {
        known[first + i] = (float) change;
      }
      level = ahead ? forecast[i] : passengers[passengers.length - HELD + i];
    }
    return forecast;
  }

  /** Returns the root of the mean square of the errors in the last months. */
  private static double rmse(double[] passengers, double[] forecast) {
    double sum = 0;
    for (int i = 0; i < HELD; i++) {
      double error = passengers[passengers.length - HELD + i] - forecast[i];
      sum += error * error / HELD;
    }
    return Math.sqrt(sum);
  }

  private static BufferedImage picture(
      String name, double[] passengers, double[] next, double[] ahead) {
    int n = passengers.length;
    double[] years = Tensor.linspace(DType.F64, 1949, 1949 + (n - 1) / 12.0, n).toDoubleArray();
    double[] last = Arrays.copyOfRange(years, n - HELD, n);
    return new Plane(480, 270, name, 1949, 1961.2, 50, 720)
        .path(years, passengers, Palette.mix(Palette.SOFT, Color.WHITE, 0.4), 4)
        .path(last, next, Palette.of(0), 2)
        .path(last, ahead, Palette.of(1), 2)
        .image();
  }
}
