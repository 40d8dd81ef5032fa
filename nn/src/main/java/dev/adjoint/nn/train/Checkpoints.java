// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Given;
import java.nio.file.Path;

/**
 * Where and how often a training is written down, so that it goes on after its program was killed.
 *
 * @param file the file, which is replaced each time; it appears whole or not at all
 * @param everySteps after how many steps within an epoch it is written, or 0 for only after each
 *     epoch
 */
public record Checkpoints(Path file, int everySteps) {
  /** Checks the parameters. */
  public Checkpoints {
    Given.present("fit", "the file of the checkpoint", file, "give a path");
    Preconditions.checkArgument(
        everySteps >= 0, "fit: steps between checkpoints must not be negative: %s", everySteps);
  }
}
