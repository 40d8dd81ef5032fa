// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.collect.Sets;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.data.DataFileException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.function.Function;

/**
 * Variables by name, to be written to a {@link Safetensors} file and read from it as a whole:
 *
 * <pre>{@code
 * Weights.of(network.parameters()).save(file);
 * Weights.of(network.parameters()).load(file);
 * }</pre>
 *
 * <p>The file holds a tensor for each variable. All are copied at one moment, between two steps of
 * a training that another thread does.
 *
 * @param variables the variables by name
 */
public record Weights(ImmutableMap<String, Variable> variables) {
  /**
   * What the names of tensors begin with that are more than weights: what a training remembers, in
   * a checkpoint.
   */
  public static final String MARK = "@";

  private static final int MOST_PROBLEMS = 5;

  /** Returns the parameters, trained and frozen, and the states of a network, by path. */
  public static Weights of(Parameters parameters) {
    ImmutableMap.Builder<String, Variable> variables = ImmutableMap.builder();
    parameters.trained().forEach((path, variable) -> variables.put(path, variable.variable()));
    parameters.frozen().forEach((path, variable) -> variables.put(path, variable.variable()));
    parameters.states().forEach((path, variable) -> variables.put(path, variable.variable()));
    return new Weights(variables.buildOrThrow());
  }

  /** Returns the present values by name. */
  public ImmutableMap<String, Tensor> values() {
    List<Lock> locks = locks(variable -> variable.lock().readLock());
    try {
      // Copies while the locks are held: the view alone would read later.
      return ImmutableMap.copyOf(Maps.transformValues(variables, Variable::value));
    } finally {
      locks.reversed().forEach(Lock::unlock);
    }
  }

  /**
   * Writes the values to a file, which appears whole or not at all.
   *
   * @throws IOException if it cannot be written
   */
  public void save(Path file) throws IOException {
    Safetensors.of(values()).write(file);
  }

  /**
   * Sets the variables to the values of a file. Of a checkpoint it takes the weights alone.
   *
   * @throws DataFileException if it is no such file, or if it has not exactly one tensor of the
   *     same type for each variable; then no variable is changed
   */
  public void load(Path file) throws IOException {
    Map<String, Tensor> weights = new LinkedHashMap<>(Safetensors.read(file).tensors());
    weights.keySet().removeIf(name -> name.startsWith(MARK) && !variables.containsKey(name));
    set(file.toString(), weights);
  }

  /**
   * Sets the variables to values by name.
   *
   * @param source where the values come from, for errors
   * @throws DataFileException if there is not exactly one value of its type for each variable; then
   *     no variable is changed
   */
  public void set(String source, Map<String, Tensor> values) throws DataFileException {
    check(source, values);
    List<Lock> locks = locks(variable -> variable.lock().writeLock());
    try {
      variables.forEach((name, variable) -> variable.set(values.get(name)));
    } finally {
      locks.reversed().forEach(Lock::unlock);
    }
  }

  private void check(String source, Map<String, Tensor> values) throws DataFileException {
    List<String> problems = new ArrayList<>();
    variables.forEach((name, variable) -> {
      Tensor value = values.get(name);
      if (value == null) {
        problems.add("'%s' %s is missing".formatted(name, variable.type()));
      } else if (!value.type().equals(variable.type())) {
        problems.add(
            "'%s' is %s in the file, %s here".formatted(name, value.type(), variable.type()));
      }
    });
    Sets.difference(values.keySet(), variables.keySet())
        .forEach(
            name -> problems.add("'%s' %s is not used".formatted(name, values.get(name).type())));
    if (!problems.isEmpty()) {
      throw new DataFileException(
          source,
          "does not fit: "
              + String.join(", ", problems.subList(0, Math.min(problems.size(), MOST_PROBLEMS)))
              + (problems.size() > MOST_PROBLEMS
                  ? " and %s more".formatted(problems.size() - MOST_PROBLEMS)
                  : "")
              + "; make the network as that which was saved");
    }
  }

  /** Takes a lock of each variable, in the order in which programs take them. */
  private List<Lock> locks(Function<Variable, Lock> lock) {
    List<Lock> locks =
        variables.values().stream()
            .distinct()
            .sorted(Comparator.comparingLong(Variable::order))
            .map(lock)
            .toList();
    locks.forEach(Lock::lock);
    return locks;
  }
}
