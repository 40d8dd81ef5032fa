// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.autodiff.ParametricFunction;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.VariableExpr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Makes a function of a layer: of its input and its parameters. Where no input is given, it looks
 * for one that the layer takes, among shapes that have an extent of one of the parameters.
 */
final class LayerInput {
  /** Shapes of inputs, in which 0 stands for an extent of a parameter. */
  private static final int[][] SHAPES = {
    {3, 0},
    {2, 5, 0},
    {2, 0, 6},
    {2, 0, 6, 6},
    {2, 6, 6, 0},
    {2, 0, 12, 12},
    {2, 12, 12, 0},
    {2, 0, 5, 5, 5},
    {2, 5, 5, 5, 0},
    {2, 0, 28, 28},
    {2, 28, 28, 0},
    {2, 0, 32, 32},
    {2, 32, 32, 0},
  };

  private static final int[][] INDEX_SHAPES = {{3}, {2, 5}};

  /** An extent for layers without parameters. */
  private static final int FEATURES = 4;

  private static final int MOST_FEATURES = 4096;

  private final ParametricFunction layer;
  private final List<String> notes = new ArrayList<>();

  private LayerInput(ParametricFunction layer) {
    this.layer = layer;
  }

  /**
   * Returns a layer as a function of an input that is looked for.
   *
   * @throws IllegalArgumentException if none is found
   */
  static CheckedFunction of(String name, ParametricFunction layer, long seed) {
    LayerInput input = new LayerInput(layer);
    for (Tensor candidate : input.candidates(new SplittableRandom(seed))) {
      if (input.takes(candidate) && input.isUsed(candidate)) {
        input.notes.add("x was chosen as %s".formatted(candidate.type()));
        return input.function(name, candidate);
      }
    }
    throw new IllegalArgumentException(
        "gradcheck: no input was found that %s takes; give one: GradCheck.of(layer, x)"
            .formatted(name));
  }

  /** Returns a layer as a function of an input, which is cast to what the parameters are. */
  static CheckedFunction of(String name, ParametricFunction layer, Tensor x) {
    LayerInput input = new LayerInput(layer);
    Tensor cast = x.cast(input.dtype());
    if (!x.type().equals(cast.type()) && !input.takes(x) && input.takes(cast)) {
      input.notes.add("x was given as %s and is checked as %s".formatted(x.type(), cast.dtype()));
      return input.function(name, cast);
    }
    return input.function(name, x);
  }

  private CheckedFunction function(String name, Tensor x) {
    Parameter input = Parameter.of("x", x);
    Map<String, VariableExpr> by = new LinkedHashMap<>();
    by.put("x", input);
    layer.trainedParameters().forEach((path, p) -> by.put(path.equals("x") ? "own x" : path, p));
    ImmutableList.Builder<Expr> results = ImmutableList.<Expr>builder().add(layer.apply(input));
    try {
      results.add(layer.applyInTraining(input));
    } catch (IllegalArgumentException | IllegalStateException e) {
      notes.add("not checked as it is in training: " + RuleFailure.message(e));
    }
    return Points.of(name, results.build(), by).noting(notes);
  }

  private boolean takes(Tensor x) {
    try {
      layer.apply(Expr.constant(x));
      return true;
    } catch (RuntimeException _) { // whatever a layer says to a wrong input
      return false;
    }
  }

  /** Returns whether there is a gradient by the input, or need be none: indices want integers. */
  private boolean isUsed(Tensor x) {
    Parameter input = Parameter.of("x", x);
    Expr y = layer.apply(input);
    try {
      return !x.dtype().isFloating()
          || !Autodiff.vjp(List.of(y), List.of(input), List.of(y.onesLike())).getFirst().isZero();
    } catch (RuntimeException _) { // a matter for the check
      return true;
    }
  }

  private DType dtype() {
    return layer.trainedParameters().values().stream()
        .map(Parameter::dtype)
        .filter(DType::isFloating)
        .findFirst()
        .orElse(DType.F32);
  }

  private Iterable<Tensor> candidates(SplittableRandom random) {
    Set<Integer> extents = new LinkedHashSet<>();
    layer
        .trainedParameters()
        .values()
        .forEach(p -> {
          for (int axis = 0; axis < p.shape().rank(); axis++) {
            extents.add(p.shape().dim(axis));
          }
        });
    extents.removeIf(extent -> extent == 0 || extent > MOST_FEATURES);
    int indices = extents.stream().min(Integer::compare).orElse(1);
    extents.add(FEATURES);
    List<Tensor> all = new ArrayList<>();
    for (int[] shape : SHAPES) {
      for (int extent : extents) {
        int[] dims = shape.clone();
        for (int axis = 0; axis < dims.length; axis++) {
          dims[axis] = dims[axis] == 0 ? extent : dims[axis];
        }
        Shape of = Shape.of(dims);
        all.add(Tensor.of(dtype(), of, random.doubles(of.size(), -2, 2).toArray()));
      }
    }
    for (int[] shape : INDEX_SHAPES) {
      Shape of = Shape.of(shape);
      double[] values = random.ints(of.size(), 0, indices).asDoubleStream().toArray();
      all.add(Tensor.of(DType.I32, of, values));
    }
    return all;
  }
}
