// SPDX-License-Identifier: Apache-2.0
module app {
  requires dev.adjoint.nn;

  opens app to
      dev.adjoint.nn;
}
