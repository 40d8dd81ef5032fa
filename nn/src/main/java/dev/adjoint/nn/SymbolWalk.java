// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the calls that outputs need. Each comes behind those that it needs, as they would be found
 * by walking from the outputs to the inputs in the order in which they are listed.
 */
final class SymbolWalk {
  private final Map<Input, Integer> inputs = new LinkedHashMap<>();
  private final boolean[] reached;
  private final Map<SymbolCall, Integer> calls = new LinkedHashMap<>();
  private final List<? extends Symbol> outputs;

  /**
   * Walks.
   *
   * @throws IllegalArgumentException if the inputs are not those that the outputs need
   */
  SymbolWalk(List<Input> inputs, List<? extends Symbol> outputs) {
    Given.allPresent(Functional.NAME, "input", inputs, "give an Input");
    Given.allPresent(Functional.NAME, "output", outputs, "give a symbol");
    Preconditions.checkArgument(
        !inputs.isEmpty() && !outputs.isEmpty(),
        "functional: needs an input and an output at least, got %s and %s",
        inputs,
        outputs);
    for (Input input : inputs) {
      Integer first = this.inputs.putIfAbsent(input, this.inputs.size());
      Preconditions.checkArgument(
          first == null,
          "functional: input %s is listed again as input %s: %s; list it once",
          first,
          this.inputs.size(),
          input);
    }
    this.outputs = outputs;
    this.reached = new boolean[inputs.size()];
    for (int i = 0; i < outputs.size(); i++) {
      walk(i, outputs.get(i));
    }
    for (int i = 0; i < reached.length; i++) {
      Preconditions.checkArgument(
          reached[i],
          "functional: no output depends on input %s: %s; use it, or leave it out",
          i,
          inputs.get(i));
    }
  }

  /** Visits what an output needs, without recursion: a network may be deep. */
  private void walk(int output, Symbol from) {
    Deque<SymbolCall> open = new ArrayDeque<>();
    visit(output, from, open);
    while (!open.isEmpty()) {
      SymbolCall call = open.peek();
      int before = open.size();
      for (Symbol input : call.inputs()) {
        visit(output, input, open);
        if (open.size() > before) {
          break;
        }
      }
      if (open.size() == before) {
        open.pop();
        calls.putIfAbsent(call, calls.size());
      }
    }
  }

  private void visit(int output, Symbol symbol, Deque<SymbolCall> open) {
    switch (symbol) {
      case Input input -> {
        Integer number = inputs.get(input);
        Preconditions.checkArgument(
            number != null,
            "functional: output %s depends on %s, which is not among the inputs %s; list it, too",
            output,
            input,
            inputs.keySet());
        reached[number] = true;
      }
      case SymbolCall.Output(SymbolCall call, _, _) -> {
        if (!calls.containsKey(call)) {
          open.push(call);
        }
      }
    }
  }

  /** Returns the layers of the calls. */
  ImmutableList<Layer> layers() {
    return calls.keySet().stream().map(SymbolCall::layer).collect(toImmutableList());
  }

  /** Returns what each of them is applied to. */
  Wiring wiring() {
    List<ImmutableList<Wiring.Source>> sources = new ArrayList<>();
    calls.keySet().forEach(call -> sources.add(sources(call.inputs())));
    return new Wiring(
        inputs.keySet().stream().map(Input::type).collect(toImmutableList()),
        ImmutableList.copyOf(sources),
        sources(outputs));
  }

  private ImmutableList<Wiring.Source> sources(List<? extends Symbol> symbols) {
    return symbols.stream()
        .map(symbol ->
            switch (symbol) {
              case Input input -> new Wiring.Source(-1, inputs.get(input));
              case SymbolCall.Output(SymbolCall call, int number, _) ->
                  new Wiring.Source(calls.get(call), number);
            })
        .collect(toImmutableList());
  }
}
