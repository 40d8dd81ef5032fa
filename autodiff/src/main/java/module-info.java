// SPDX-License-Identifier: Apache-2.0
/** The chain rule: gradients of expressions, as expressions. */
module dev.adjoint.autodiff {
  requires transitive dev.adjoint.ops;

  exports dev.adjoint.autodiff;
}
