// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A function made of ops chosen at random and a point to try it at, for tests of properties that
 * every graph must have. The same numbers give the same function:
 *
 * <pre>{@code
 * @Property
 * void gradientsAreRight(@ForAll long seed, @ForAll @IntRange(min = 1, max = 12) int ops) {
 *   RandomGraph graph = RandomGraph.of(OpCatalog.ops(), ops, seed);
 *   assertThat(GradCheck.of(graph.point(), graph::apply).run().verdict()).isNotEqualTo(WRONG);
 * }
 * }</pre>
 *
 * <p>Each op is applied as one of its samples says. A real argument is an earlier result as often
 * as there is one, brought smoothly into the argument's domain and shape; else a new input. So the
 * ops hang together, but neither kinks nor the ends of domains are hit but by accident.
 */
public final class RandomGraph {
  /** Less than this part of the way to the ends of its domain is where an argument may lie. */
  private static final double INSIDE = 0.98;

  private final ImmutableList<Sample> samples;
  private final ImmutableList<Tensor> point;

  private final ImmutableList<ImmutableList<Integer>> sources;

  private RandomGraph(
      ImmutableList<Sample> samples,
      ImmutableList<Tensor> point,
      ImmutableList<ImmutableList<Integer>> sources) {
    this.samples = samples;
    this.point = point;
    this.sources = sources;
  }

  /**
   * Returns a random function.
   *
   * @param catalog the ops to choose from
   * @param ops how many to apply, at least 1
   * @param seed where random numbers start
   * @throws IllegalArgumentException if {@code ops} is not positive or no sample has a real
   *     argument
   */
  public static RandomGraph of(List<OpInfo> catalog, int ops, long seed) {
    Preconditions.checkArgument(ops > 0, "a graph needs at least one op, not %s", ops);
    ImmutableList<Sample> usable =
        catalog.stream()
            .flatMap(op -> op.samples().stream())
            .filter(RandomGraph::hasRealArgument)
            .collect(ImmutableList.toImmutableList());
    Preconditions.checkArgument(!usable.isEmpty(), "no sample has a real argument");
    SplittableRandom random = new SplittableRandom(seed);
    ImmutableList.Builder<Sample> samples = ImmutableList.builder();
    ImmutableList.Builder<Tensor> point = ImmutableList.builder();
    ImmutableList.Builder<ImmutableList<Integer>> sources = ImmutableList.builder();
    int inputs = 0;
    for (int i = 0; i < ops; i++) {
      Sample sample = usable.get(random.nextInt(usable.size()));
      List<Tensor> drawn = sample.draw(DType.F64, random.nextLong());
      ImmutableList.Builder<Integer> from = ImmutableList.builder();
      for (int argument = 0; argument < drawn.size(); argument++) {
        boolean real = isReal(sample.args().get(argument));
        if (real && i > 0 && random.nextInt(4) > 0) {
          from.add(-1 - random.nextInt(i));
        } else {
          from.add(inputs++);
          point.add(drawn.get(argument));
        }
      }
      samples.add(sample);
      sources.add(from.build());
    }
    return new RandomGraph(samples.build(), point.build(), sources.build());
  }

  private static boolean isReal(Arg arg) {
    return arg.domain() instanceof Arg.Real(Shape shape, _, _, _) && shape.size() > 0;
  }

  private static boolean hasRealArgument(Sample sample) {
    return sample.args().stream().anyMatch(RandomGraph::isReal)
        && sample.draw(DType.F64, 0).stream().allMatch(t -> t.size() > 0);
  }

  /** Returns a value for each input. */
  public ImmutableList<Tensor> point() {
    return point;
  }

  /** Returns the ops in the order in which they are applied. */
  public ImmutableList<Op> ops() {
    return samples.stream().map(Sample::op).collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the results that no later op uses and that are floating, summed to one scalar.
   *
   * @param inputs one expression for each element of {@link #point}, of its type
   */
  public Expr apply(List<Expr> inputs) {
    Expr total = Expr.constant(DType.F64, 0);
    for (Expr result : results(inputs)) {
      if (result.dtype().isFloating()) {
        total = total.add(bounded(result.cast(DType.F64)).sum());
      }
    }
    return total;
  }

  /**
   * Returns the result of every op.
   *
   * @param inputs one expression for each element of {@link #point}, of its type
   */
  public List<Expr> results(List<Expr> inputs) {
    List<Expr> results = new ArrayList<>();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      List<Expr> arguments = new ArrayList<>();
      for (int argument = 0; argument < sources.get(i).size(); argument++) {
        int source = sources.get(i).get(argument);
        arguments.add(
            source >= 0
                ? inputs.get(source)
                : fit(results.get(-1 - source), (Arg.Real) sample.args().get(argument).domain()));
      }
      results.add(sample.apply(arguments).getFirst());
    }
    return results;
  }

  /** Returns a value of the argument's shape and within its domain that depends on another. */
  private static Expr fit(Expr value, Arg.Real arg) {
    Expr real = bounded(value.cast(DType.F64));
    Expr shaped = Expr.constant(ramp(arg.shape()));
    if (real.shape().size() == arg.shape().size()) {
      shaped = real.reshape(arg.shape());
    } else if (real.shape().size() > 0) {
      shaped = shaped.add(real.mean()).mul(0.5);
    }
    double middle = (arg.low() + arg.high()) / 2;
    double reach = (arg.high() - arg.low()) / 2 * INSIDE;
    return shaped.mul(reach).add(middle);
  }

  /** Returns {@code x/√(1+x²)}, which lies between −1 and 1 and nowhere oscillates. */
  private static Expr bounded(Expr x) {
    return x.div(x.square().add(1).sqrt());
  }

  /** Returns different numbers between −1 and 1. */
  private static Tensor ramp(Shape shape) {
    return Tensor.over(shape, Tensor.linspace(DType.F64, -1, 1, shape.size()).buffer());
  }

  /** Returns the ops in the order in which they are applied. */
  @Override
  public String toString() {
    return ops().toString();
  }
}
