// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Removes the unread parts of a scan: outputs, carries that no output needs in any step, and inputs
 * that neither needs.
 */
final class ScanPart {
  private ScanPart() {}

  /**
   * Returns the remainder of a scan; empty if nothing can be removed.
   *
   * @param used which outputs are read
   */
  static Optional<ControlOp.Part> of(Scan scan, ImmutableIntArray used) {
    Map<Node, Integer> inputNumbers = new HashMap<>();
    scan.bodyInputs().forEach(v -> inputNumbers.put(v.node(), inputNumbers.size()));
    TreeSet<Integer> outputs = new TreeSet<>(used.asList());
    TreeSet<Integer> inputs = new TreeSet<>();
    // A carry that is needed has to be computed, which may need further carries.
    boolean grown = true;
    while (grown) {
      inputs.clear();
      outputs.stream().filter(i -> i < scan.carries()).forEach(inputs::add);
      for (Node node : Graph.of(pick(scan.bodyOutputs(), outputs)).nodes()) {
        Integer number = inputNumbers.get(node);
        if (number != null) {
          inputs.add(number);
        }
      }
      grown = outputs.addAll(inputs.headSet(scan.carries()));
    }
    int all = scan.bodyInputs().size() + scan.bodyOutputs().size();
    if (inputs.size() + outputs.size() == all) {
      return Optional.empty();
    }
    BodyGraph body =
        BodyGraph.of(pick(scan.bodyInputs(), inputs), pick(scan.bodyOutputs(), outputs));
    int firstX = scan.carries() + scan.shared();
    Scan smaller =
        new Scan(
            body,
            scan.length(),
            inputs.headSet(scan.carries()).size(),
            inputs.tailSet(firstX).size(),
            scan.backward());
    return Optional.of(
        new ControlOp.Part(
            smaller, ImmutableIntArray.copyOf(inputs), ImmutableIntArray.copyOf(outputs)));
  }

  private static List<Value> pick(ImmutableList<Value> values, TreeSet<Integer> numbers) {
    List<Value> picked = new ArrayList<>();
    numbers.forEach(i -> picked.add(values.get(i)));
    return picked;
  }
}
