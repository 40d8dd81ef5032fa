// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.bytecode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SoftCacheTests {
  private final SoftCache<String, String> cache = new SoftCache<>(2);

  @Test
  void findsWhatWasPutByAnEqualKey() {
    assertThat(cache.get("a")).isNull();
    cache.put("a", "1");
    assertThat(cache.get(new StringBuilder("a").toString())).isEqualTo("1");
    cache.put("a", "2");
    assertThat(cache.get("a")).isEqualTo("2");
  }

  @Test
  void keepsWhatWasUsedLast() {
    cache.put("a", "1");
    cache.put("b", "2");
    assertThat(cache.get("a")).isEqualTo("1");
    cache.put("c", "3");
    assertThat(cache.get("a")).isEqualTo("1");
    assertThat(cache.get("b")).isNull();
    assertThat(cache.get("c")).isEqualTo("3");
  }
}
