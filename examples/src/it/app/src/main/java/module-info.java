module app {
  requires dev.adjoint.nn;
}
