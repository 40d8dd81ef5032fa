// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.network;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.layer.LayerNorm;
import dev.adjoint.nn.layer.attention.LearnedPositions;
import dev.adjoint.nn.layer.attention.TransformerEncoderBlock;

/**
 * A generative transformer: causal blocks with the norm first (Radford et al. 2019, <i>Language
 * Models are Unsupervised Multitask Learners</i>).
 */
public final class SmallGpt {
  private static final int HEADS = 4;

  private SmallGpt() {}

  /**
   * Returns a network from tokens {@code [batch, context]} to a score for each kind that may be
   * next, {@code [batch, context, kinds]}.
   */
  public static Layer of(int kinds, int context, int width, int blocks, Seed seed) {
    ImmutableList.Builder<Layer> layers = ImmutableList.builder();
    layers.add(
        Embedding.of(kinds, width, Initializer.normal(0.02), DType.F32, seed.fold(blocks)),
        LearnedPositions.of(context, width, seed.fold(blocks + 1)));
    for (int i = 0; i < blocks; i++) {
      TransformerEncoderBlock block =
          TransformerEncoderBlock.of(width, HEADS, 4 * width, 0, seed.fold(i)).withNormFirst();
      layers.add(block.with(Activation.gelu()).with(block.attention().withCausal()));
    }
    layers.add(LayerNorm.of(width), Dense.of(width, kinds, seed.fold(blocks + 2)));
    return new Sequential(layers.build());
  }
}
