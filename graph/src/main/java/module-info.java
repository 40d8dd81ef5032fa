/**
 * The language of computational graphs: shapes, types, tensors, nodes and the kinds of operation.
 */
module dev.adjoint.graph {
  requires transitive com.google.common;
  requires static transitive org.jspecify;
}
