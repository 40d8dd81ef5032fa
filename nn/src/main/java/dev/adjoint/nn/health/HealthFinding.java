// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

/**
 * Something that is likely to be wrong with a training.
 *
 * @param kind what kind of fault it is
 * @param where the path of a layer or parameter, or the name of a figure
 * @param what what was seen, with its numbers
 */
public record HealthFinding(Kind kind, String where, String what) {
  /** A kind of fault, and what to try against it. */
  public enum Kind {
    /** A number that is infinite or none. */
    NOT_FINITE(
        "not finite",
        "lower the learning rate, clip gradients with ClipByGlobalNorm, scale the features"),
    /** Gradients become smaller from layer to layer on the way back. */
    VANISHING_GRADIENT(
        "vanishing gradient",
        "use relu or gelu for sigmoid and tanh, He or Glorot initial values, batch or layer"
            + " normalisation, residual connections; for sequences an LSTM or GRU"),
    /** Gradients become larger from layer to layer on the way back. */
    EXPLODING_GRADIENT(
        "exploding gradient",
        "clip gradients with ClipByGlobalNorm, lower the learning rate, use smaller initial values or"
            + " normalisation"),
    /** Units that answer with the same to every example, through which no gradient comes. */
    DEAD_UNITS(
        "dead units",
        "lower the learning rate, use leakyRelu, elu or gelu, He initial values, or normalise before the"
            + " activation"),
    /** Activations in the flat parts of their function. */
    SATURATED_UNITS(
        "saturated units",
        "scale the features, use smaller initial values or normalise before the activation, or take"
            + " relu or gelu"),
    /** Steps that hardly change a parameter. */
    SMALL_UPDATES(
        "small updates", "raise the learning rate, or use an optimizer that scales steps, as Adam"),
    /** Steps that change a parameter by much of its size. */
    LARGE_UPDATES("large updates", "lower the learning rate, or begin with a warm-up"),
    /** A loss that ends higher than it began. */
    RISING_LOSS("rising loss", "lower the learning rate, clip gradients, check the labels"),
    /** A loss that goes up and down. */
    UNSTABLE_LOSS("unstable loss", "lower the learning rate, use larger batches or a schedule"),
    /** A network that gets better on what it learns from, and worse on other data. */
    OVERFITTING(
        "overfitting",
        "stop early, use dropout, weight decay or augmentation, more data, or a smaller network"),
    /** A network that has not learned what there is to learn. */
    UNDERFITTING(
        "underfitting",
        "train longer, raise the learning rate, use a larger network or less regularisation");

    private final String title;
    private final String advice;

    Kind(String title, String advice) {
      this.title = title;
      this.advice = advice;
    }

    /** Returns its name in plain words. */
    public String title() {
      return title;
    }

    /** Returns what to try against it. */
    public String advice() {
      return advice;
    }
  }

  /** Returns what is wrong, where, and what to try. */
  @Override
  public String toString() {
    return "%s at %s: %s; try: %s".formatted(kind.title(), where, what, kind.advice());
  }
}
