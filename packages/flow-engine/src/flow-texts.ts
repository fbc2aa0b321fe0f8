import type { StateDefinition, Texts } from './definition';
import { rulesOf } from './routes';

/** A text of a state and where it stands in it. */
export interface PlacedText {
  readonly template: string;
  readonly path: readonly (string | number)[];
  /** What is there for it beside slots, variables and attributes. */
  readonly sees: readonly ('problem' | 'result')[];
}

/** Every text of a state. */
export function textsOf(state: StateDefinition): PlacedText[] {
  const one = (template: string | undefined, ...path: (string | number)[]): PlacedText[] =>
    template === undefined ? [] : [{ template, path, sees: [] }];
  const several = (templates: Texts = [], member: string) =>
    [templates].flat().map((template, index): PlacedText => {
      const path = typeof templates === 'string' ? [member] : [member, index];
      return { template, path, sees: ['problem'] };
    });
  return [
    ...('say' in state ? one(state.say, 'say') : []),
    ...('collect' in state
      ? [
          ...one(state.ask, 'ask'),
          ...several(state.invalid, 'invalid'),
          ...several(state.no_match, 'no_match'),
          ...rulesOf(state).flatMap(({ otherwise, path }) => one(otherwise, ...path, 'otherwise')),
        ]
      : []),
    ...('prompt' in state ? one(state.prompt.opening, 'prompt', 'opening') : []),
  ];
}
