// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.picture;

import java.awt.Color;
import java.awt.Font;

/** The colours and letters of all pictures. */
public final class Palette {
  /** Titles and numbers. */
  public static final Color INK = new Color(0x1F2933);

  /** What stands back: frames and ticks. */
  public static final Color SOFT = new Color(0x7B8794);

  /** The lines of a grid. */
  public static final Color GRID = new Color(0xE4E7EB);

  private static final int[] SERIES = {
    0x2F6FDE, 0xE8590C, 0x2B8A3E, 0x862E9C, 0xC92A2A, 0x0B7285, 0xE6A700, 0xD6336C, 0x7F5539,
    0x5C677D
  };
  private static final int[] HEAT = {0xFFFFFF, 0xD0EBFF, 0x74C0FC, 0x228BE6, 0x1864AB, 0x0B2E59};
  private static final int[] SIGNED = {0x1864AB, 0x74C0FC, 0xFFFFFF, 0xFFC078, 0xD9480F};

  private Palette() {}

  /** Returns how many colours series have before they come again. */
  public static int size() {
    return SERIES.length;
  }

  /** Returns the colour of the series, class or path of a number. */
  public static Color of(int number) {
    return new Color(SERIES[Math.floorMod(number, SERIES.length)]);
  }

  /** Returns a colour from white at 0 to dark blue at 1. */
  public static Color heat(double share) {
    return between(HEAT, share);
  }

  /** Returns a colour from blue at −1 by white at 0 to orange at 1. */
  public static Color signed(double value) {
    return between(SIGNED, (value + 1) / 2);
  }

  /** Returns the grey of ink on paper: white at 0, black at 1. */
  public static Color ink(double share) {
    float paper = (float) (1 - Math.clamp(share, 0.0, 1.0));
    return new Color(paper, paper, paper);
  }

  /** Returns a mixture of two colours. */
  public static Color mix(Color a, Color b, double shareOfB) {
    double t = Math.clamp(shareOfB, 0.0, 1.0);
    return new Color(
        mix(a.getRed(), b.getRed(), t),
        mix(a.getGreen(), b.getGreen(), t),
        mix(a.getBlue(), b.getBlue(), t));
  }

  private static int mix(int a, int b, double t) {
    return (int) Math.round(a + t * (b - a));
  }

  private static Color between(int[] ramp, double share) {
    double place = Math.clamp(Double.isNaN(share) ? 0 : share, 0.0, 1.0) * (ramp.length - 1);
    int low = Math.min((int) place, ramp.length - 2);
    return mix(new Color(ramp[low]), new Color(ramp[low + 1]), place - low);
  }

  /** Returns the letters of a size. */
  public static Font plain(int size) {
    return new Font(Font.SANS_SERIF, Font.PLAIN, size);
  }

  /** Returns the letters of titles. */
  public static Font bold(int size) {
    return new Font(Font.SANS_SERIF, Font.BOLD, size);
  }
}
