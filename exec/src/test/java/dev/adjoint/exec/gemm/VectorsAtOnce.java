package dev.adjoint.exec.gemm;

import dev.adjoint.exec.bytecode.Tiered;

/** Makes products that run on vectors before these are fast. */
final class VectorsAtOnce {
  private VectorsAtOnce() {}

  /** Does something while warming up is off. */
  static void run(Runnable something) {
    System.setProperty(Tiered.WARM_UP_PROPERTY, "off");
    try {
      something.run();
    } finally {
      System.clearProperty(Tiered.WARM_UP_PROPERTY);
    }
  }
}
