// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.data;

import dev.adjoint.nn.data.TextFile;
import java.io.IOException;

/** An example on the plays of Shakespeare, a million characters in one file. */
public abstract class TextExample extends FileExample {
  /** Creates a program; see {@link dev.adjoint.examples.command.Example}. */
  protected TextExample(int epochs, String... pictures) {
    super(
        "text",
        "tinyshakespeare.txt",
        "https://github.com/karpathy/char-rnn (data/tinyshakespeare/input.txt)",
        epochs,
        pictures);
  }

  /** Returns the text. */
  protected final String text() throws IOException {
    return TextFile.read(file());
  }
}
