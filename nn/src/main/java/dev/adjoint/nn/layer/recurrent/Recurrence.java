// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.recurrent;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** How the steps of a recurrent layer follow one another. */
final class Recurrence {
  /**
   * How many steps are written out at most. Written out they run faster than as a scan, but the
   * graph has every step, and takes the longer to compile.
   */
  static final int UNROLLED = 128;

  private final RecurrentLayer layer;

  /** The input, {@code [batch, length, …]}. */
  private final Expr x;

  private final ImmutableList<Expr> start;
  private final Optional<Expr> mask;

  private Recurrence(RecurrentLayer layer, Expr x, ImmutableList<Expr> start, Optional<Expr> mask) {
    this.layer = layer;
    this.x = x;
    this.start = start;
    this.mask = mask;
  }

  /** Returns the output of a layer; in training the state that batches hand on is updated. */
  static Expr apply(RecurrentLayer layer, Expr x, ForwardContext context) {
    check(layer, x);
    RecurrenceOptions options = layer.options();
    ImmutableList<TensorType> types = stateTypes(layer, x);
    ImmutableList<State> carried = options.carried();
    if (carried.isEmpty()) {
      ImmutableList<Expr> zeros =
          ImmutableList.copyOf(Lists.transform(types, type -> Expr.full(type, 0)));
      RecurrentLayer.Steps steps = run(layer, x, zeros, context.mask());
      return options.last() ? steps.states().getFirst() : steps.outputs();
    }
    RecurrentLayer.Steps steps = run(layer, x, carried, context.mask());
    if (context.isTraining()) {
      for (int i = 0; i < carried.size(); i++) {
        context.update(carried.get(i), steps.states().get(i));
      }
    }
    return options.last() ? steps.states().getFirst() : steps.outputs();
  }

  /** Returns states of zeros for batches of a type. */
  static ImmutableList<State> carried(RecurrentLayer layer, TensorType batch) {
    Expr x = Expr.input("x", batch);
    check(layer, x);
    return stateTypes(layer, x).stream()
        .map(type -> State.of("state", Tensor.zeros(type.dtype(), type.shape())))
        .collect(ImmutableList.toImmutableList());
  }

  static RecurrentLayer.Steps run(
      RecurrentLayer layer, Expr x, ImmutableList<? extends Expr> start, Optional<Expr> mask) {
    check(layer, x);
    List<TensorType> expected = stateTypes(layer, x);
    List<TensorType> given = Lists.transform(start, Expr::type);
    if (!given.equals(expected)) {
      throw new ShapeException(
          name(layer),
          "the state before the first step must be %s, got %s; give batches of one size, or another state"
              .formatted(expected, given));
    }
    mask.ifPresent(steps -> checkMask(layer, x, steps));
    Recurrence recurrence = new Recurrence(layer, x, ImmutableList.copyOf(start), mask);
    int length = x.shape().dim(1);
    return length > 0 && length <= UNROLLED ? recurrence.unrolled() : recurrence.scanned();
  }

  private static void check(RecurrentLayer layer, Expr x) {
    if (x.shape().rank() < 2) {
      throw new ShapeException(
          name(layer), "takes [batch, length, …], got %s".formatted(x.shape()));
    }
    layer.checkInput(x);
  }

  private static void checkMask(RecurrentLayer layer, Expr x, Expr steps) {
    if (!steps.shape().equals(x.shape().slice(0, 2))) {
      throw new ShapeException(
          name(layer),
          "the mask must be %s, as the input has these steps, got %s; mask what has its length"
              .formatted(x.shape().slice(0, 2), steps.shape()));
    }
  }

  private static ImmutableList<TensorType> stateTypes(RecurrentLayer layer, Expr x) {
    TensorType oneStep = x.type().withShape(x.shape().without(ImmutableIntArray.of(1)));
    return layer.stateTypes(layer.project(Expr.input("x", oneStep)).type());
  }

  private RecurrentLayer.Steps unrolled() {
    int length = x.shape().dim(1);
    List<Expr> outputs = new ArrayList<>();
    ImmutableList<Expr> states = start;
    for (int i = 0; i < length; i++) {
      int t = layer.options().backward() ? length - 1 - i : i;
      Expr projected = layer.project(x.select(1, t));
      states = step(projected, states, mask.map(steps -> steps.select(1, t)));
      outputs.add(states.getFirst());
    }
    return new RecurrentLayer.Steps(
        Expr.stack(1, layer.options().backward() ? Lists.reverse(outputs) : outputs), states);
  }

  private RecurrentLayer.Steps scanned() {
    int length = x.shape().dim(1);
    List<Expr> along = new ArrayList<>();
    along.add(stepsFirst(projected()));
    mask.ifPresent(steps -> along.add(stepsFirst(steps)));
    Scanned scanned =
        ControlFlow.scan(
            start,
            along,
            length,
            (carry, xs) -> {
              Optional<Expr> counts = mask.map(_ -> xs.get(1));
              ImmutableList<Expr> next = step(xs.getFirst(), carry, counts);
              return Scanned.of(next, ImmutableList.of(next.getFirst()));
            });
    return new RecurrentLayer.Steps(
        inOrder(scanned.ys().getFirst()).transpose(0, 1), scanned.carry());
  }

  /** Returns the projected input of all steps, {@code [batch, length, …]}. */
  private Expr projected() {
    Shape shape = x.shape();
    int rows = shape.slice(0, 2).size();
    Expr all = layer.project(x.reshape(shape.slice(2, shape.rank()).insert(0, rows)));
    Shape each = all.shape().slice(1, all.shape().rank());
    return all.reshape(shape.slice(0, 2).concat(each));
  }

  /**
   * Returns {@code [batch, length, …]} as {@code [length, batch, …]}, the first step taken first.
   */
  private Expr stepsFirst(Expr all) {
    return inOrder(all.transpose(0, 1));
  }

  /** Returns {@code [length, …]} from the order of the input in that of the steps, or back. */
  private Expr inOrder(Expr all) {
    return layer.options().backward() ? all.flip(0) : all;
  }

  /** Returns the state after a step, where the step counts, and the one before it elsewhere. */
  private ImmutableList<Expr> step(Expr projected, List<Expr> states, Optional<Expr> counts) {
    ImmutableList<Expr> next = layer.step(projected, states);
    if (counts.isEmpty()) {
      return next;
    }
    return IntStream.range(0, next.size())
        .mapToObj(i -> {
          int[] dims = new int[next.get(i).shape().rank()];
          Arrays.fill(dims, 1);
          dims[0] = next.get(i).shape().dim(0);
          return Expr.where(counts.get().reshape(dims), next.get(i), states.get(i));
        })
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the name of a layer in errors: that of its class with a small first letter. */
  static String name(RecurrentLayer layer) {
    String name = layer.getClass().getSimpleName();
    return name.isEmpty() ? "recurrent" : Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
