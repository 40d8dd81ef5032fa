// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.op.elementwise.Tanh;
import dev.adjoint.ops.op.window.Conv;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** That texts are the same where the machine's language has digits of its own. */
class LocaleTests {
  private final Locale before = Locale.getDefault();

  @BeforeEach
  void speakArabic() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    assertThat("%d".formatted(12)).as("this locale has other digits").isEqualTo("١٢");
  }

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  void opsRefuseInputsInTheSameWords() {
    for (var op : OpCatalog.ops()) {
      for (var error : op.errorInputs()) {
        assertThat(catchThrowable(() -> error.op().infer(error.types())))
            .hasMessage(error.message());
      }
    }
  }

  @Test
  void programsAndDerivativesSpeakTheSameWords() {
    Expr x = Expr.input("x", 12);
    Expr y = x.tanh().sum();
    Program program = Program.compile(List.of(x), List.of(y));
    assertThat(
            texts(
                () -> program.plan(),
                () -> new Conv(WindowOptions.over(2).stride(12), 1).parameters(),
                () -> Tensor.of(1.5e-12, 12),
                () -> GradCheck.check(new Tanh(), Tensor.of(1.5, -12)),
                () -> catchThrowable(() -> program.run()),
                () -> catchThrowable(() -> program.run(Tensor.of(1f, 2f))),
                () -> catchThrowable(() -> Autodiff.grad(x, x)),
                () -> catchThrowable(() -> Autodiff.vjp(List.of(x), List.of(x), List.of())),
                () -> catchThrowable(() -> Expr.input("i", TensorType.of(DType.I32, 12)).add(0.5))))
        .hasSize(9)
        .allMatch(text -> text.matches("(?s).*[0-9].*") && !text.matches("(?s).*[٠-٩].*"));
  }

  private static List<String> texts(Supplier<?>... texts) {
    return List.of(texts).stream().map(text -> text.get().toString()).toList();
  }
}
