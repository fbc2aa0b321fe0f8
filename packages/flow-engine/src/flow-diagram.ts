import type { FlowDefinition, StateDefinition } from './definition';
import { choicesOf } from './routes';

/** A flow as a Mermaid state diagram (`stateDiagram-v2`). Names are prefixed, for Mermaid keeps some to itself. */
export function flowDiagram({ initial, states }: FlowDefinition): string {
  const names = Object.entries(states).map(([name, state]) => `state "${labelOf(name, state)}" as ${id(name)}`);
  const arrows = Object.entries(states).flatMap(([name, state]) => arrowsOf(name, state));
  return ['stateDiagram-v2', ...[...names, `[*] --> ${id(initial)}`, ...arrows].map((line) => `  ${line}`), ''].join(
    '\n',
  );
}

const id = (name: string) => `s_${name}`;

function labelOf(name: string, state: StateDefinition): string {
  if ('collect' in state) return `${name}: collect ${state.collect}`;
  return 'prompt' in state ? `${name}: prompt` : name;
}

function arrowsOf(name: string, state: StateDefinition): string[] {
  const arrow = (to: string, label?: string) =>
    `${id(name)} --> ${to}${label === undefined ? '' : `: ${escaped(label)}`}`;
  if ('final' in state) return [arrow('[*]', state.final)];
  const failed =
    'collect' in state ? arrow(state.failed === undefined ? '[*]' : id(state.failed), 'failed') : undefined;
  return [...choicesOf(state).transitions.map(({ when, to }) => arrow(id(to), when)), ...(failed ? [failed] : [])];
}

/** Mermaid's entities, for what it would read as its own. */
const escaped = (label: string) =>
  label.replace(/\s+/g, ' ').replace(/[#;:<>"{}]/g, (character) => `#${character.codePointAt(0)};`);
