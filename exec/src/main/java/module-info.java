// SPDX-License-Identifier: Apache-2.0
/** Compiles graphs to plans and runs them; knows kinds of operation, no operation by name. */
module dev.adjoint.exec {
  requires transitive dev.adjoint.graph;
  requires jdk.incubator.vector;

  exports dev.adjoint.exec;
  exports dev.adjoint.exec.emit;
  exports dev.adjoint.exec.gemm;
  exports dev.adjoint.exec.gemm.indirect to
      dev.adjoint.ops;
  exports dev.adjoint.exec.ir;
  exports dev.adjoint.exec.machine;
  exports dev.adjoint.exec.math;
  exports dev.adjoint.exec.plan;
}
