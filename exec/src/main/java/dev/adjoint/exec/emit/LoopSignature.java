package dev.adjoint.exec.emit;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.VectorSupport;

/**
 * What a loop kernel is made for.
 *
 * @param body what it computes
 * @param uniform for each input whether it is one element for all, else it moves along
 * @param bits the width of its vectors, {@link VectorSupport#SCALAR} for single elements
 */
public record LoopSignature(LoopBody body, ImmutableList<Boolean> uniform, int bits) {}
