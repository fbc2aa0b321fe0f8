import type { FlowDefinition, Interruption, StateDefinition, Texts } from './definition';
import { rulesOf } from './routes';

/** A text of a flow and where it stands. */
export interface PlacedText {
  readonly template: string;
  readonly path: readonly (string | number)[];
  /** What is there for it beside slots, variables and attributes. */
  readonly sees: readonly ('problem' | 'result')[];
}

/** Every text of a state, with its place below it. */
export function textsOf(state: StateDefinition): PlacedText[] {
  return [
    ...('say' in state ? placed(state.say, ['say']) : []),
    ...('collect' in state
      ? [
          ...placed(state.ask, ['ask']),
          ...placed(state.invalid, ['invalid'], ['problem']),
          ...placed(state.no_match, ['no_match'], ['problem']),
          ...placed(state.no_input?.say, ['no_input', 'say']),
          ...rulesOf(state).flatMap(({ otherwise, path }) => placed(otherwise, [...path, 'otherwise'])),
          ...placed(state.check?.otherwise, ['check', 'otherwise'], ['result']),
        ]
      : []),
    ...('prompt' in state
      ? [
          ...placed(state.prompt.opening, ['prompt', 'opening']),
          ...placed(state.prompt.output?.say, ['prompt', 'output', 'say'], ['result']),
        ]
      : []),
    ...('await' in state ? placed(state.meanwhile, ['meanwhile']) : []),
    ...('handoff' in state ? placed(state.handoff.reason, ['handoff', 'reason']) : []),
    ...('on' in state ? interruptionTexts(state.on) : []),
  ];
}

/** Texts that are of no state, with their places in the flow. */
export const flowTexts = ({ on, correction }: Pick<FlowDefinition, 'on' | 'correction'>): PlacedText[] => [
  ...interruptionTexts(on),
  ...(correction ? placed(correction.say, ['correction', 'say']) : []),
];

const interruptionTexts = (interruptions: readonly Interruption[] = []): PlacedText[] =>
  interruptions.flatMap(({ say }, index) => placed(say, ['on', index, 'say']));

function placed(texts: Texts | undefined, path: PlacedText['path'], sees: PlacedText['sees'] = []): PlacedText[] {
  if (texts === undefined) return [];
  if (typeof texts === 'string') return [{ template: texts, path, sees }];
  return texts.map((template, index) => ({ template, path: [...path, index], sees }));
}
