// SPDX-License-Identifier: Apache-2.0
/** The language in which computations are written down: types, values, nodes, ops, graphs. */
module dev.adjoint.graph {
  requires transitive com.google.common;
  requires transitive org.jspecify;

  exports dev.adjoint.graph;
}
