package dev.adjoint.exec.pass;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bodies of elementwise nodes as straight-line code: a graph has few that differ. */
final class Bodies {
  /** What the body of a node depends on. */
  private record Key(Op op, List<DType> dtypes) {}

  /** A program, and about how many instructions it takes. */
  private record Body(ImmutableList<Step> program, int weight) {}

  private final Map<Key, Body> known = new HashMap<>();

  /** Returns what an elementwise node computes. */
  ImmutableList<Step> program(Node node) {
    return body(node).program;
  }

  /** Returns about how many instructions an elementwise node takes. */
  int weight(Node node) {
    return body(node).weight;
  }

  private Body body(Node node) {
    List<DType> dtypes = new ArrayList<>(node.inputs().size());
    for (TensorType type : node.inputTypes()) {
      dtypes.add(type.dtype());
    }
    Key key = new Key(node.op(), dtypes);
    Body body = known.get(key);
    if (body == null) {
      ImmutableList<Step> program = ScalarProgram.of(node.body()).steps();
      body = new Body(program, LoopKernels.weight(program));
      known.put(key, body);
    }
    return body;
  }
}
