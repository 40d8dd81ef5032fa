// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import dev.adjoint.exec.machine.VectorSupport;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Has the kernels that a class tests start on single elements. */
@SuppressWarnings("exports")
public final class InTiers implements BeforeAllCallback, AfterAllCallback {
  /** Creates the extension. */
  public InTiers() {}

  @Override
  public void beforeAll(ExtensionContext context) {
    System.setProperty(VectorSupport.WIDTH_PROPERTY, "tiered");
  }

  @Override
  public void afterAll(ExtensionContext context) {
    System.clearProperty(VectorSupport.WIDTH_PROPERTY);
  }
}
