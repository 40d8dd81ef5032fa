// SPDX-License-Identifier: Apache-2.0
/** The mathematics: one record per operation, and the expression handle that people write. */
module dev.adjoint.ops {
  requires transitive dev.adjoint.exec;

  exports dev.adjoint.ops;
  exports dev.adjoint.ops.catalog;
  exports dev.adjoint.ops.kernel;
  exports dev.adjoint.ops.op.activation;
  exports dev.adjoint.ops.op.elementwise;
  exports dev.adjoint.ops.op.index;
  exports dev.adjoint.ops.op.linalg;
  exports dev.adjoint.ops.op.loss;
  exports dev.adjoint.ops.op.random;
  exports dev.adjoint.ops.op.reduce;
  exports dev.adjoint.ops.op.shape;
  exports dev.adjoint.ops.op.window;
}
