// SPDX-License-Identifier: Apache-2.0
/** Layers, losses, optimizers and training, all composed of expressions. */
module dev.adjoint.nn {
  requires transitive dev.adjoint.autodiff;

  exports dev.adjoint.nn;
  exports dev.adjoint.nn.data;
}
