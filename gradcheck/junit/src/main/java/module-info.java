// SPDX-License-Identifier: Apache-2.0
/** Checks of gradients as tests of JUnit 5, and arbitraries for jqwik. */
@SuppressWarnings({
  "requires-automatic",
  "requires-transitive-automatic"
}) // jqwik has no descriptor
module dev.adjoint.gradcheck.junit {
  requires transitive dev.adjoint.gradcheck;
  requires transitive org.junit.jupiter.api;
  requires static transitive net.jqwik.api;

  exports dev.adjoint.gradcheck.junit;
}
