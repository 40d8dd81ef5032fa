// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class BestFitAllocatorProperties {
  private record Taken(int offset, int size) {}

  @Property(tries = 300)
  void takenElementsNeverOverlapAndTheExtentIsNeverMoreThanEverTaken(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BestFitAllocator list = new BestFitAllocator();
    List<Taken> taken = new ArrayList<>();
    long ever = 0;
    for (int i = 0; i < 200; i++) {
      if (!taken.isEmpty() && random.nextInt(5) < 2) {
        Taken gone = taken.remove(random.nextInt(taken.size()));
        list.free(gone.offset, gone.size);
      } else {
        int size = random.nextInt(20);
        Taken now = new Taken(list.take(size), size);
        assertThat(taken)
            .noneMatch(t -> t.offset < now.offset + size && now.offset < t.offset + t.size);
        assertThat(now.offset + size).isLessThanOrEqualTo(list.extent());
        taken.add(now);
        ever += size;
      }
    }
    assertThat((long) list.extent()).isLessThanOrEqualTo(ever);
    taken.forEach(t -> list.free(t.offset, t.size));
    int all = list.extent();
    assertThat(list.take(all)).as("all gaps are joined").isZero();
    assertThat(list.extent()).isEqualTo(all);
  }

  @Example
  void theSmallestGapThatFitsIsTaken() {
    BestFitAllocator list = new BestFitAllocator();
    int large = list.take(10);
    list.take(1);
    int small = list.take(4);
    list.take(1);
    list.free(large, 10);
    list.free(small, 4);
    assertThat(list.take(3)).isEqualTo(small);
    assertThat(list.take(5)).isEqualTo(large);
  }

  @Example
  void aGapAtTheEndGrows() {
    BestFitAllocator list = new BestFitAllocator();
    list.take(3);
    list.free(list.take(2), 2);
    assertThat(list.take(7)).isEqualTo(3);
    assertThat(list.extent()).isEqualTo(10);
  }

  @Example
  void anArenaOfTooManyElementsIsRefused() {
    BestFitAllocator list = new BestFitAllocator();
    list.take(Integer.MAX_VALUE);
    assertThatThrownBy(() -> list.take(1)).isInstanceOf(ArithmeticException.class);
  }
}
