package dev.adjoint.exec.gemm;

import dev.adjoint.exec.VectorSupport;
import dev.adjoint.exec.bytecode.Exercise;
import dev.adjoint.exec.bytecode.Tiered;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The kernels of this process, each made when it is first asked for. Plain loops stand in for those
 * on vectors until these are fast.
 */
final class BlockKernels {
  private static final Family<RegisterBlock, MicroKernel> MICRO =
      new Family<>(
          block -> link(new MicroKernelEmitter(block), block),
          BlockKernels::plain,
          BlockExercise.OfMicro::new);
  private static final Family<OffsetBlock, OffsetKernel> OFFSET =
      new Family<>(
          block -> link(new OffsetKernelEmitter(block), block),
          BlockKernels::plain,
          BlockExercise.OfOffset::new);

  private BlockKernels() {}

  /** Returns the micro-kernel for {@code block}. */
  static Tiered<MicroKernel> of(RegisterBlock block) {
    return MICRO.of(block, block.bits());
  }

  /** Returns the offset kernel for {@code block}. */
  static Tiered<OffsetKernel> of(OffsetBlock block) {
    return OFFSET.of(block, block.inC().bits());
  }

  /** Returns the generated micro-kernel for {@code block}. */
  static MicroKernel generated(RegisterBlock block) {
    return MICRO.generated(block);
  }

  /** Returns the generated offset kernel for {@code block}. */
  static OffsetKernel generated(OffsetBlock block) {
    return OFFSET.generated(block);
  }

  /** Returns the micro-kernel for {@code block} in plain loops. */
  static MicroKernel plain(RegisterBlock block) {
    return block.doubles() ? new DoublePlainBlock(block, true) : new FloatPlainBlock(block, true);
  }

  /** Returns the offset kernel for {@code block} in plain loops. */
  static OffsetKernel plain(OffsetBlock block) {
    return block.inC().doubles()
        ? new DoublePlainBlock(block.inC(), block.panelOfA())
        : new FloatPlainBlock(block.inC(), block.panelOfA());
  }

  private static <K> K link(BlockEmitter<K> emitter, Record block) {
    return emitter.type().link(MethodHandles.lookup(), emitter.emit(), () -> block + "\n");
  }

  /** The kernels of one interface. */
  private record Family<B, K>(
      Function<B, K> generator,
      Function<B, K> plain,
      BiFunction<B, K, Exercise> exercise,
      Map<B, K> made,
      Map<B, Tiered<K>> tiered) {
    Family(Function<B, K> generator, Function<B, K> plain, BiFunction<B, K, Exercise> exercise) {
      this(generator, plain, exercise, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    K generated(B block) {
      return made.computeIfAbsent(block, generator);
    }

    Tiered<K> of(B block, int bits) {
      // Not by default: what C2 makes of a kernel that the warm-up calls is up to a quarter slower
      // than what it makes of one that a program calls, and stays so.
      if (bits == VectorSupport.SCALAR || !Tiered.isForAll()) {
        return Tiered.always(generated(block));
      }
      return tiered.computeIfAbsent(block, this::tier);
    }

    private Tiered<K> tier(B block) {
      K vector = generated(block);
      return Tiered.of(plain.apply(block), vector, exercise.apply(block, vector));
    }
  }
}
