/** The mathematics: one record per operation, and the expression handle that people write. */
module dev.adjoint.ops {
  requires transitive dev.adjoint.exec;
  requires jdk.incubator.vector;
}
