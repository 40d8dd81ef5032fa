// SPDX-License-Identifier: Apache-2.0
/** The proof: numerical differentiation set against the rules of differentiation. */
module dev.adjoint.gradcheck {
  requires transitive dev.adjoint.autodiff;

  exports dev.adjoint.gradcheck;
}
