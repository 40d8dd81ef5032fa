// SPDX-License-Identifier: Apache-2.0
/** The mathematics: one record per operation, and the expression handle that people write. */
module dev.adjoint.ops {
  requires transitive dev.adjoint.exec;

  exports dev.adjoint.ops;
  exports dev.adjoint.ops.kernel;
  exports dev.adjoint.ops.op;
}
