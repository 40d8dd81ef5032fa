// SPDX-License-Identifier: Apache-2.0
package com.example;

import java.util.function.Supplier;

/** Code outside of the framework that builds something. */
public final class UserCode {
  /** The line of the call in {@link #build}. */
  public static final int BUILD_LINE = 15;

  private UserCode() {}

  /** Returns what the framework makes when called from here. */
  public static <T> T build(Supplier<T> framework) {
    return framework.get();
  }
}
