// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Characters and words as numbers. */
class VocabularyTests {
  private static final Vocabulary WORDS =
      Vocabulary.words(List.of("The cat sat.", "the DOG, the cat!"), 3);

  @Test
  void charactersAreNumberedInOrderAndComeBack() {
    Vocabulary characters = Vocabulary.characters("hello 😀é");
    assertThat(characters.tokens()).containsExactly(" ", "e", "h", "l", "o", "é", "😀");
    Tensor encoded = characters.encode("hé😀");
    assertThat(encoded).isEqualTo(Tensor.of(2, 5, 6));
    assertThat(characters.decode(encoded)).isEqualTo("hé😀");
    assertThat(characters).hasToString("vocabulary of 7 characters");
  }

  @Test
  void anUnknownCharacterIsNamedWithItsPlace() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vocabulary.characters("ab").encode("ba?"))
        .withMessage(
            "vocabulary: the character '?' (U+3f) at place 2 is unknown; make the vocabulary of all"
                + " texts");
  }

  @Test
  void theMostFrequentWordsComeFirst() {
    assertThat(WORDS.tokens()).containsExactly("", "[UNK]", "the", "cat", "dog");
    assertThat(WORDS.encode("The dog sat")).isEqualTo(Tensor.of(2, 4, 1));
    assertThat(WORDS.decode(Tensor.of(2, 4, 1, 0, 0))).isEqualTo("the dog [UNK]");
  }

  @Test
  void textsOfOtherLengthsAreCutOrFilledUp() {
    assertThat(WORDS.encode(List.of("the cat sat", "", "Dog"), 2))
        .isEqualTo(Tensor.nested(new int[][] {{2, 3}, {0, 0}, {4, 0}}));
  }

  @Test
  void whatCannotBeEncodedIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vocabulary.characters(""))
        .withMessage("vocabulary: the text is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vocabulary.words(List.of("?!"), 3))
        .withMessage("vocabulary: there is no word in the texts");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vocabulary.words(List.of("a"), 0))
        .withMessage("vocabulary: most must be positive: 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Vocabulary.characters("a").encode(List.of("a"), 1))
        .withMessage("vocabulary: characters have no padding; encode one text");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WORDS.decode(Tensor.of(5)))
        .withMessage("vocabulary: there is no number 5, only 0 to 4");
    assertThatExceptionOfType(ShapeException.class)
        .isThrownBy(() -> WORDS.encode(List.of("a", "b"), Integer.MAX_VALUE))
        .withMessageStartingWith("vocabulary: ");
  }
}
