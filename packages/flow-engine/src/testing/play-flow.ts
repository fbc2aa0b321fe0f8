import { compileFlow } from '../compile-flow';
import type { FlowDefinition, FlowIncludes } from '../definition';
import type { FlowAction, FlowBeginning, FlowEvent, FlowState, FlowStep, FlowSurroundings } from '../flow-state';

export const bare: FlowSurroundings = { variables: {}, attributes: {} };

interface Setting extends Partial<FlowBeginning> {
  readonly surroundings?: FlowSurroundings;
  readonly flows?: FlowIncludes;
}

/** What happens in a conversation; a text is a message of the user. */
export type Happening = string | ({ readonly at?: number } & Record<string, unknown>);

/** Plays a conversation; answers what each step did, in short, and the last state. */
export function playFlow(
  definition: FlowDefinition,
  happenings: readonly Happening[],
  { surroundings = bare, flows, ...begin }: Setting = {},
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
      return `EXECUTE ${action.prompt ?? ''}${action.output?.problem ?? ''}`.trim();
    case 'RETURN':
      return `< ${action.flow} ${action.outcome}`;
    case 'END':
      return `END ${action.outcome}`;
    default: {
      const { type, ...others } = action;
      return `${type} ${JSON.stringify(others)}`;
    }
  }
}
