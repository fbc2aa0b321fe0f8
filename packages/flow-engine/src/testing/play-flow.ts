import { compileFlow } from '../compile-flow';
import type { FlowDefinition, FlowIncludes } from '../definition';
import type { FlowAction, FlowBeginning, FlowEvent, FlowState, FlowStep, FlowSurroundings } from '../flow-state';

export const bare: FlowSurroundings = { variables: {}, attributes: {} };

interface Playing extends Partial<FlowBeginning> {
  readonly surroundings?: FlowSurroundings;
  readonly flows?: FlowIncludes;
}

/** Plays a conversation, at the time 0 unless an event says when; answers what each step did, in short, and the last state. */
export function playFlow(
  definition: FlowDefinition,
  happenings: readonly (string | ({ readonly at?: number } & Record<string, unknown>))[],
  { surroundings = bare, flows = {}, ...begin }: Playing = {},
): { readonly steps: string[][]; readonly state: FlowState } {
  const machine = compileFlow(definition, flows);
  let step = machine.start(surroundings, { at: 0, ...begin });
  const steps = [shortly(step)];
  for (const one of happenings) {
    const event = (typeof one === 'string' ? { type: 'USER', text: one, at: 0 } : { at: 0, ...one }) as FlowEvent;
    step = machine.transition(JSON.parse(JSON.stringify(step.state)), event, surroundings);
    steps.push(shortly(step));
  }
  return { steps, state: step.state };
}

const shortly = ({ actions }: FlowStep): string[] => actions.map(inShort);

function inShort(action: FlowAction): string {
  switch (action.type) {
    case 'ENTER':
      return `> ${action.flow === undefined ? '' : `${action.flow} `}${action.state}`;
    case 'SAY':
      return action.text;
    case 'COLLECT':
    case 'SET':
      return `${action.slot} = ${JSON.stringify(action.value)}`;
    case 'EXECUTE':
      return `EXECUTE ${action.prompt ?? ''}`.trim();
    case 'END':
      return `END ${action.outcome}`;
    default: {
      const { type, ...others } = action;
      return `${type} ${JSON.stringify(others)}`;
    }
  }
}
