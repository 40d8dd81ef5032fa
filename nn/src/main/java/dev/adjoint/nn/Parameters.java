// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Variable;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import dev.adjoint.ops.VariableExpr;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The parameters and states of a network, each by its path. The path says where a variable stands:
 * {@code layers.0.weight} is the component {@code weight} of the first element of the component
 * {@code layers}. It is not declared: it follows from the components of the records that layers
 * are, in their order.
 *
 * <p>The components of a record are treated by their kind:
 *
 * <ul>
 *   <li>A {@link Parameter} is trained, a {@link State} is kept.
 *   <li>Layers, other records, lists, maps (by key) and optional values are looked into. {@link
 *       Frozen} and {@link PartlyFrozen} add nothing to a path: what they freeze is listed so.
 *   <li>All else, such as numbers and functions, is configuration. What a function captures cannot
 *       be seen; {@code Model.fit} refuses a network that uses a parameter which stands nowhere.
 *   <li>Arrays and sets of variables, layers that are no records, and null where a variable should
 *       be are refused, with their path.
 * </ul>
 *
 * <p>A variable that stands in several places, as tied weights do, is listed once, under the first
 * path. Two variables never have the same path.
 */
public final class Parameters {
  private final ImmutableMap<String, Parameter> trained;
  private final ImmutableMap<String, Parameter> frozen;
  private final ImmutableMap<String, State> states;
  private final ImmutableMap<VariableExpr, String> paths;
  private final ImmutableMap<Variable, String> pathsOfVariables;

  private Parameters(Collector found) {
    this.trained = ImmutableMap.copyOf(found.trained);
    this.frozen = ImmutableMap.copyOf(found.frozen);
    this.states = ImmutableMap.copyOf(found.states);
    this.paths = ImmutableMap.copyOf(found.paths);
    ImmutableMap.Builder<Variable, String> ofVariables = ImmutableMap.builder();
    paths.forEach((expr, path) -> ofVariables.put(expr.variable(), path));
    this.pathsOfVariables = ofVariables.buildOrThrow();
  }

  /**
   * Returns the parameters and states in a layer, a loss or another record.
   *
   * @param holder a record, or a lambda, which has none
   * @throws IllegalArgumentException if it is neither, or a component cannot be read or is refused
   */
  public static Parameters of(Object holder) {
    Collector found = new Collector();
    RecordWalk.walk(holder, found::add);
    return new Parameters(found);
  }

  /**
   * Returns parameters that stand in no record, their names being the paths.
   *
   * @throws IllegalArgumentException if two have the same name, or one occurs twice
   */
  public static Parameters of(List<Parameter> parameters) {
    Collector found = new Collector();
    for (Parameter parameter : parameters) {
      Preconditions.checkArgument(
          !found.paths.containsKey(parameter),
          "parameters: '%s' %s is listed twice; list it once, its gradient is the sum of all uses",
          parameter.name(),
          parameter.type());
      found.add(parameter.name(), parameter, false);
    }
    return new Parameters(found);
  }

  /**
   * Returns these and others together; a variable of both keeps the path that it has here.
   *
   * @param prefix what comes before the paths of the others
   * @throws IllegalArgumentException if two variables have the same path
   */
  public Parameters and(String prefix, Parameters others) {
    Collector found = new Collector();
    addTo(found, "");
    others.addTo(found, prefix + ".");
    return new Parameters(found);
  }

  private void addTo(Collector found, String prefix) {
    trained.forEach((path, parameter) -> found.add(prefix + path, parameter, false));
    frozen.forEach((path, parameter) -> found.add(prefix + path, parameter, true));
    states.forEach((path, state) -> found.add(prefix + path, state, false));
  }

  /** Returns the trained parameters by path. */
  public ImmutableMap<String, Parameter> trained() {
    return trained;
  }

  /** Returns the parameters of {@linkplain Frozen frozen} layers, by path. */
  public ImmutableMap<String, Parameter> frozen() {
    return frozen;
  }

  /** Returns the states, which are updated but not trained, by path. */
  public ImmutableMap<String, State> states() {
    return states;
  }

  /** Returns the trained parameters as a list, in the order of {@link #trained}. */
  public ImmutableList<Parameter> list() {
    return trained.values().asList();
  }

  /** Returns the path of a variable, or its name if it is none of these. */
  public String path(VariableExpr variable) {
    return paths.getOrDefault(variable, variable.name());
  }

  /**
   * Returns the path of a variable, or its name if it is none of these. So {@code
   * DiagramPrinter.mermaid(graph, parameters::path)} draws a network with the paths in it.
   */
  public String path(Variable variable) {
    return pathsOfVariables.getOrDefault(variable, variable.name());
  }

  /** Returns how many numbers are trained. */
  public long count() {
    return trained.values().stream().mapToLong(parameter -> parameter.type().size()).sum();
  }

  /** Returns a line for each variable: path, type, and what it is if it is not trained. */
  @Override
  public String toString() {
    int width = paths.values().stream().mapToInt(String::length).max().orElse(0);
    return paths.entrySet().stream()
        .map(entry -> {
          String line =
              entry.getValue()
                  + " ".repeat(width - entry.getValue().length() + 2)
                  + entry.getKey().type();
          return line + remark(entry.getKey());
        })
        .collect(Collectors.joining("\n"));
  }

  private String remark(VariableExpr variable) {
    return variable instanceof State ? "  state" : frozen.containsValue(variable) ? "  frozen" : "";
  }

  /** The variables found so far. */
  private static final class Collector {
    private final Map<String, Parameter> trained = new LinkedHashMap<>();
    private final Map<String, Parameter> frozen = new LinkedHashMap<>();
    private final Map<String, State> states = new LinkedHashMap<>();
    private final Map<VariableExpr, String> paths = new LinkedHashMap<>();
    private final Map<String, VariableExpr> taken = new HashMap<>();

    void add(String path, VariableExpr variable, boolean isFrozen) {
      String first = paths.putIfAbsent(variable, path);
      if (first != null) {
        Preconditions.checkArgument(
            variable instanceof State || frozen.containsKey(first) == isFrozen,
            "parameters: '%s' %s is frozen in one layer and trained in another; freeze both or"
                + " none",
            first,
            variable.type());
        return;
      }
      VariableExpr other = taken.put(path, variable);
      Preconditions.checkArgument(
          other == null,
          "parameters: two variables have the path '%s': %s and %s; give them names of their own",
          path,
          other == null ? "" : other.type(),
          variable.type());
      switch (variable) {
        case State state -> states.put(path, state);
        case Parameter parameter -> (isFrozen ? frozen : trained).put(path, parameter);
      }
    }
  }
}
