// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * The real numbers of a point, counted through all floating arguments: what can be differentiated
 * by, in the order in which gradients come out of an {@link Evaluator}.
 */
final class Variables {
  private final CheckedFunction subject;
  private final List<Integer> arguments;
  private final int[] starts;

  /**
   * Counts variables.
   *
   * @param arguments the numbers of the floating arguments
   */
  Variables(CheckedFunction subject, List<Integer> arguments) {
    this.subject = subject;
    this.arguments = arguments;
    this.starts = new int[arguments.size() + 1];
    for (int i = 0; i < arguments.size(); i++) {
      starts[i + 1] = starts[i] + subject.point().get(arguments.get(i)).size();
    }
  }

  /** Returns how many there are. */
  int size() {
    return starts[starts.length - 1];
  }

  /** Returns how many arguments they belong to. */
  int arguments() {
    return arguments.size();
  }

  /** Returns the first variable of the i-th floating argument. */
  int start(int i) {
    return starts[i];
  }

  /** Returns the name of the i-th floating argument. */
  String label(int i) {
    return subject.labels().get(arguments.get(i));
  }

  /** Returns which floating argument a variable belongs to. */
  int owner(int variable) {
    int i = 0;
    while (variable >= starts[i + 1]) {
      i++;
    }
    return i;
  }

  /** Returns where a variable stands among the inputs of an evaluator. */
  Line.Coordinate coordinate(int variable) {
    int i = owner(variable);
    return new Line.Coordinate(arguments.get(i), variable - starts[i]);
  }

  /** Returns the coordinates of a variable in its tensor. */
  ImmutableIntArray index(int variable) {
    int i = owner(variable);
    Shape shape = subject.point().get(arguments.get(i)).shape();
    int[] index = new int[shape.rank()];
    int rest = variable - starts[i];
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape.dim(axis);
      rest /= shape.dim(axis);
    }
    return ImmutableIntArray.copyOf(index);
  }

  /** Returns the variables of every argument, or a random choice of about {@code most} in all. */
  List<Integer> choose(int most, RandomGenerator random) {
    List<Integer> chosen = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      List<Integer> own = new ArrayList<>();
      for (int variable = starts[i]; variable < starts[i + 1]; variable++) {
        own.add(variable);
      }
      if (size() > most) {
        Collections.shuffle(own, Random.from(random));
        long share = Math.max(4, (long) most * own.size() / size());
        own = own.subList(0, (int) Math.min(own.size(), share));
        Collections.sort(own);
      }
      chosen.addAll(own);
    }
    return chosen;
  }

  /** Returns all variables in random order. */
  List<Integer> shuffled(RandomGenerator random) {
    List<Integer> all = new ArrayList<>();
    for (int variable = 0; variable < size(); variable++) {
      all.add(variable);
    }
    Collections.shuffle(all, Random.from(random));
    return all;
  }

  /** Returns the line along one variable. */
  Line line(Evaluator function, int variable) {
    return Line.along(function, coordinate(variable));
  }

  /** Returns the line along several variables. */
  Line line(Evaluator function, List<Integer> variables, double[] direction) {
    return new Line(function, variables.stream().map(this::coordinate).toList(), direction);
  }
}
