// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Derivatives of expressions, by the chain rule in reverse: the cost of the gradients by any number
 * of variables is a small multiple of the cost of the value (Baur and Strassen, "The Complexity of
 * Partial Derivatives", 1983; Griewank and Walther, "Evaluating Derivatives", 2008, chapter 3).
 *
 * <p>A derivative is an expression like any other. It can be differentiated again, to any order:
 *
 * <pre>{@code
 * Expr x = Expr.input("x", TensorType.of(DType.F64));
 * Expr y = x.mul(x).mul(x);
 * Expr dy = Autodiff.grad(y, x).getFirst();    // 3x²
 * Expr ddy = Autodiff.grad(dy, x).getFirst();  // 6x
 * }</pre>
 *
 * <p>Building a derivative takes time linear in the number of nodes and no Java stack. The order in
 * which contributions to one value are added is given by the graph alone: from the consumer that
 * stands last in {@linkplain dev.adjoint.graph.Graph graph order} to the first.
 *
 * <p>A variable may be any expression, not only an input or a parameter: the derivative by an
 * intermediate value says how {@code y} answers to a change of that value, whatever it was computed
 * from.
 */
public final class Autodiff {
  private Autodiff() {}

  /**
   * Returns {@code ∂y/∂xᵢ} for each {@code xᵢ}, of its type; zeros where {@code y} does not depend
   * on it. But an input that {@code y} does not depend on, where it depends on another one of the
   * same name, is a mistake: an input is made once, and each one made is different.
   *
   * @param y a floating scalar
   * @param xs floating expressions
   * @throws NullPointerException if one of them is null; the message says which
   * @throws IllegalArgumentException if an {@code x} is another input than that of its name which
   *     {@code y} depends on
   * @throws ShapeException if {@code y} is not a floating scalar or an {@code x} is not floating
   * @throws UnsupportedOperationException if an op between {@code xs} and {@code y} is not {@link
   *     dev.adjoint.ops.Differentiable}
   * @throws IllegalStateException if the rule of an op gives gradients that do not fit its inputs
   */
  public static ImmutableList<Expr> grad(Expr y, Expr... xs) {
    return grad(y, listOf("grad", xs));
  }

  /** Returns {@code ∂y/∂xᵢ} for each {@code xᵢ}; see {@link #grad(Expr, Expr...)}. */
  public static ImmutableList<Expr> grad(Expr y, List<? extends Expr> xs) {
    return grad("grad", y, xs);
  }

  /** Returns {@code y} and {@code ∂y/∂xᵢ} for each {@code xᵢ}; see {@link #grad(Expr, Expr...)}. */
  public static ValueAndGrad valueAndGrad(Expr y, Expr... xs) {
    return valueAndGrad(y, listOf("valueAndGrad", xs));
  }

  /** Returns {@code y} and {@code ∂y/∂xᵢ} for each {@code xᵢ}; see {@link #grad(Expr, Expr...)}. */
  public static ValueAndGrad valueAndGrad(Expr y, List<? extends Expr> xs) {
    return new ValueAndGrad(y, grad("valueAndGrad", y, xs));
  }

  /**
   * Returns the vector-Jacobian product {@code dxᵢ = Σⱼ dyⱼ · ∂yⱼ/∂xᵢ} for each {@code xᵢ}, of its
   * type; zeros where no {@code y} depends on it. With {@code dyⱼ} of the shape of {@code yⱼ}, the
   * product sums over all elements of {@code yⱼ}.
   *
   * @param ys floating expressions of any shape
   * @param xs floating expressions
   * @param dys one cotangent for each {@code y}, of its type
   * @throws ShapeException if a {@code y} or {@code x} is not floating or a cotangent is not of the
   *     type of its {@code y}
   * @throws NullPointerException if one of them is null; the message says which
   * @throws IllegalArgumentException if there are not as many cotangents as {@code ys}, or an
   *     {@code x} is another input than that of its name which a {@code y} depends on
   * @throws UnsupportedOperationException if an op between {@code xs} and {@code ys} is not {@link
   *     dev.adjoint.ops.Differentiable}
   * @throws IllegalStateException if the rule of an op gives gradients that do not fit its inputs
   */
  public static ImmutableList<Expr> vjp(
      List<? extends Expr> ys, List<? extends Expr> xs, List<? extends Expr> dys) {
    Given.allPresent("vjp", "y", ys);
    Given.allPresent("vjp", "x", xs);
    Given.allPresent("vjp", "dy", dys);
    if (ys.size() != dys.size()) {
      throw new IllegalArgumentException(
          "vjp: the number of cotangents differs: %s for outputs %s (%s ≠ %s); give one for each"
              .formatted(types(dys), types(ys), dys.size(), ys.size()));
    }
    checkFloating("vjp", "y", ys);
    checkFloating("vjp", "x", xs);
    for (int i = 0; i < ys.size(); i++) {
      checkCotangent(i, ys.get(i).type(), dys.get(i).type());
    }
    checkMadeOnce("vjp", ys, xs);
    return new ReverseWalk(ys, xs).run(dys);
  }

  private static ImmutableList<Expr> grad(String name, Expr y, List<? extends Expr> xs) {
    Given.present(name, "y", y, "give the expression to differentiate");
    Given.allPresent(name, "x", xs);
    if (!y.shape().isScalar()) {
      throw new ShapeException(
          name,
          "needs a scalar, got "
              + y.type()
              + "; reduce it with sum or mean, or use vjp with a cotangent");
    }
    checkFloating(name, "y", List.of(y));
    checkFloating(name, "x", xs);
    checkMadeOnce(name, List.of(y), xs);
    return new ReverseWalk(List.of(y), xs).run(List.of(y.onesLike()));
  }

  private static List<Expr> listOf(String name, Expr... xs) {
    return Arrays.asList(Given.present(name, "xs", xs, "give a list, which may be empty"));
  }

  /** Checks that no input was made again under the name of one that the outputs depend on. */
  private static void checkMadeOnce(String name, List<? extends Expr> ys, List<? extends Expr> xs) {
    if (xs.stream().noneMatch(x -> x.node().op() instanceof LeafOp.Input)) {
      return;
    }
    Map<String, Value> used = new HashMap<>();
    Set<Value> inputs = new HashSet<>(Graph.of(ys).inputs());
    inputs.forEach(input -> used.put(((LeafOp.Input) input.node().op()).label(), input));
    for (Expr x : xs) {
      if (x.node().op() instanceof LeafOp.Input(String label, TensorType type)
          && !inputs.contains(x)
          && used.get(label) instanceof Value other) {
        throw new IllegalArgumentException(
            "%s: '%s' %s is another input than the '%s' %s that y depends on; an input is made once: use the same Expr"
                .formatted(name, label, type, label, other.type()));
      }
    }
  }

  private static void checkFloating(String name, String role, List<? extends Expr> values) {
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).dtype().isFloating()) {
        throw new ShapeException(
            name,
            "%s%s is not floating: %s; only f32 and f64 carry derivatives, cast it"
                .formatted(role, values.size() == 1 ? "" : " " + i, values.get(i).type()));
      }
    }
  }

  private static void checkCotangent(int i, TensorType y, TensorType dy) {
    if (!dy.equals(y)) {
      throw new ShapeException(
          "vjp",
          "cotangent %s has another type than its output: %s, %s; give one of type %s"
              .formatted(i, dy, y, y));
    }
  }

  private static String types(List<? extends Value> values) {
    return values.stream()
        .map(v -> v.type().toString())
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
