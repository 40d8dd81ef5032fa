// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import static dev.adjoint.nn.TorchFigures.assertClose;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Masked;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Recurrent layers against what PyTorch and Keras make of the same weights. */
class RecurrentFiguresTests {
  private static double few(DType dtype) {
    return dtype == DType.F32 ? 1e-6 : 4e-15;
  }

  private static Parameter weight(String name, Tensor value) {
    return Parameter.of(name, value);
  }

  /** Returns a layer of PyTorch's weights; its two biases are one where they only are added. */
  private static RecurrentLayer ofTorch(String kind, String suffix, TorchFigures golden) {
    String start = "recurrent." + kind;
    Parameter w = weight("w", golden.get(start + ".weight_ih_l0" + suffix));
    Parameter u = weight("u", golden.get(start + ".weight_hh_l0" + suffix));
    Tensor first = golden.get(start + ".bias_ih_l0" + suffix);
    Tensor second = golden.get(start + ".bias_hh_l0" + suffix);
    Parameter sum = weight("b", Expr.constant(first).add(Expr.constant(second)).eval());
    RecurrenceOptions options = RecurrenceOptions.DEFAULT;
    return switch (kind) {
      case "rnn" -> new SimpleRnn(w, u, sum, Activation.tanh(), options);
      case "lstm" -> new Lstm(w, u, sum, options);
      default -> new Gru(w, u, weight("b", first), Optional.of(weight("c", second)), options);
    };
  }

  @ParameterizedTest
  @CsvSource({"rnn, F32", "rnn, F64", "lstm, F32", "lstm, F64", "gru, F32", "gru, F64"})
  void bothDirectionsAreThoseOfPyTorch(String kind, DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    Layer layer = Bidirectional.of(ofTorch(kind, "", golden), ofTorch(kind, "_reverse", golden));
    Expr x = Expr.constant(golden.get("recurrent.x"));
    assertClose(
        TorchFigures.run(layer.apply(x)).getFirst(), golden.get("recurrent." + kind), few(dtype));
  }

  private static RecurrentLayer ofKeras(String kind, TorchFigures golden) {
    String start = "recurrent." + kind;
    Parameter w = weight("w", golden.get(start + ".inputWeight"));
    Parameter u = weight("u", golden.get(start + ".stateWeight"));
    Parameter b = weight("b", golden.get(start + ".bias"));
    RecurrenceOptions options = RecurrenceOptions.DEFAULT;
    return switch (kind) {
      case "rnn" -> new SimpleRnn(w, u, b, Activation.tanh(), options);
      case "lstm" -> new Lstm(w, u, b, options);
      case "gruBefore" -> new Gru(w, u, b, Optional.empty(), options);
      default ->
          new Gru(w, u, b, Optional.of(weight("c", golden.get(start + ".stateBias"))), options);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "rnn, F32",
    "lstm, F32",
    "lstm, F64",
    "gruAfter, F32",
    "gruAfter, F64",
    "gruBefore, F32"
  })
  void paddedStepsKeepTheStateAsInKeras(String kind, DType dtype) {
    TorchFigures golden = TorchFigures.ofKeras(dtype);
    String start = "recurrent." + kind;
    Expr x = Expr.constant(golden.get("recurrent.x"));
    RecurrentLayer layer = ofKeras(kind, golden);
    assertClose(TorchFigures.run(layer.apply(x)).getFirst(), golden.get(start), few(dtype));
    assertClose(
        TorchFigures.run(Masked.of(0, layer).apply(x)).getFirst(),
        golden.get(start + ".masked"),
        few(dtype));
    assertClose(
        TorchFigures.run(Masked.of(0, layer.last()).apply(x)).getFirst(),
        golden.get(start + ".last.forward"),
        few(dtype));
    assertClose(
        TorchFigures.run(Masked.of(0, layer.backward().last()).apply(x)).getFirst(),
        golden.get(start + ".last.backward"),
        few(dtype));
  }

  /** Padding in front changes nothing where it does not count, so the figures serve for scans. */
  @ParameterizedTest
  @CsvSource({"rnn, F32", "lstm, F64", "gruAfter, F64", "gruBefore, F32"})
  void longSequencesAreScannedToTheSameFigures(String kind, DType dtype) {
    TorchFigures golden = TorchFigures.ofKeras(dtype);
    Expr x = Expr.constant(golden.get("recurrent.x"));
    Shape padding = x.shape().with(1, Recurrence.UNROLLED);
    Expr padded = Expr.concat(1, Expr.full(x.type().withShape(padding), 0), x);
    RecurrentLayer layer = ofKeras(kind, golden);
    Expr outputs = Masked.of(0, layer).apply(padded);
    assertClose(
        TorchFigures.run(outputs.slice(1, Recurrence.UNROLLED, outputs.shape().dim(1))).getFirst(),
        golden.get("recurrent." + kind + ".masked"),
        few(dtype));
    assertClose(
        TorchFigures.run(Masked.of(0, layer.backward().last()).apply(padded)).getFirst(),
        golden.get("recurrent." + kind + ".last.backward"),
        few(dtype));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void convolutionalLstmIsThatOfKeras(DType dtype) {
    TorchFigures golden = TorchFigures.ofKeras(dtype);
    Expr x = Expr.constant(golden.get("convLstm.x"));
    ImmutableList<WindowOptions> slidings =
        ImmutableList.of(WindowOptions.over(2).padding(1), WindowOptions.over(2).stride(2));
    for (int i = 0; i < 2; i++) {
      String start = "convLstm." + (i == 0 ? "same" : "valid");
      ConvLstm2d layer =
          new ConvLstm2d(
              weight("w", golden.get(start + ".inputFilter")),
              weight("u", golden.get(start + ".stateFilter")),
              weight("b", golden.get(start + ".bias")),
              slidings.get(i),
              RecurrenceOptions.DEFAULT);
      assertClose(
          TorchFigures.run(layer.apply(x, ForwardContext.inference())).getFirst(),
          golden.get(start),
          3 * few(dtype));
    }
  }
}
