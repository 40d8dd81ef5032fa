// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import dev.adjoint.exec.emit.LoopKernels;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The bodies of elementwise nodes as straight-line code: a graph has few that differ. */
final class Bodies {
  /** The properties of a node that its body depends on. */
  private record Key(Op op, List<DType> dtypes) {
    // By hand, as linking what the JVM makes for a record takes a fresh one some milliseconds.

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && key.op.equals(op) && key.dtypes.equals(dtypes);
    }

    @Override
    public int hashCode() {
      return 31 * op.hashCode() + dtypes.hashCode();
    }
  }

  private static final class Body {
    final ScalarProgram program;

    /** About how many instructions it takes; negative until first requested. */
    int weight = -1;

    Body(ScalarProgram program) {
      this.program = program;
    }
  }

  private final Map<Key, Body> known = new HashMap<>();

  /** Returns the body of an elementwise node. */
  ScalarProgram program(Node node) {
    return body(node).program;
  }

  /** Returns about how many instructions an elementwise node takes. */
  int weight(Node node) {
    Body body = body(node);
    if (body.weight < 0) {
      body.weight = LoopKernels.weight(body.program.steps());
    }
    return body.weight;
  }

  private Body body(Node node) {
    List<DType> dtypes = new ArrayList<>(node.inputs().size());
    for (TensorType type : node.inputTypes()) {
      dtypes.add(type.dtype());
    }
    Key key = new Key(node.op(), dtypes);
    Body body = known.get(key);
    if (body == null) {
      body = new Body(ScalarProgram.of(node.body()));
      known.put(key, body);
    }
    return body;
  }
}
