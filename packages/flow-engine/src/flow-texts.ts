import type { StateDefinition } from './definition';

/** A text of a state and where it stands in it. */
export interface PlacedText {
  readonly template: string;
  readonly path: readonly (string | number)[];
  /** What is there for it beside slots, variables and attributes. */
  readonly sees: readonly ('problem' | 'result')[];
}

/** Every text of a state. */
export function textsOf(state: StateDefinition): PlacedText[] {
  const one = (template: string | undefined, ...path: string[]): PlacedText[] =>
    template === undefined ? [] : [{ template, path, sees: [] }];
  return [
    ...('say' in state ? one(state.say, 'say') : []),
    ...('collect' in state
      ? [
          ...one(state.ask, 'ask'),
          ...[state.invalid ?? []].flat().map((template, index): PlacedText => {
            const path = typeof state.invalid === 'string' ? ['invalid'] : ['invalid', index];
            return { template: template as string, path, sees: ['problem'] };
          }),
          ...one(state.rule?.otherwise, 'rule', 'otherwise'),
        ]
      : []),
    ...('prompt' in state ? one(state.prompt.opening, 'prompt', 'opening') : []),
  ];
}
