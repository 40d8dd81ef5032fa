// SPDX-License-Identifier: Apache-2.0
/** Compiles graphs to plans and runs them; knows kinds of operation, no operation by name. */
@SuppressWarnings("module") // ops is compiled after this
module dev.adjoint.exec {
  requires transitive dev.adjoint.graph;
  requires jdk.incubator.vector;

  exports dev.adjoint.exec;
  exports dev.adjoint.exec.emit to
      dev.adjoint.ops;
  exports dev.adjoint.exec.gemm to
      dev.adjoint.ops;
  exports dev.adjoint.exec.gemm.indirect to
      dev.adjoint.ops;
  exports dev.adjoint.exec.machine;
  exports dev.adjoint.exec.math;
  exports dev.adjoint.exec.plan;
  exports dev.adjoint.exec.tile;
}
