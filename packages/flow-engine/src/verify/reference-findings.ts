import type { Call, StateDefinition } from '../definition';
import type { Case } from './case';
import type { Finding, Known } from './finding';

/** Names of things that are not there; flows are looked at before a flow can be played at all. */
export const referenceFindings = ({ flow, seen }: Case, known: Known): Finding[] =>
  Object.entries(flow.states).flatMap(([state, definition]) =>
    referencesIn(definition).flatMap(({ kind, name, path }): Finding[] => {
      const message = known[kind]?.(name);
      if (message === undefined) return [];
      const witness = seen.entered.get(state);
      const place = ['states', state, ...path];
      return [{ kind: 'missing_reference', severity: 'warning', state, path: place, message, witness }];
    }),
  );

interface Reference {
  readonly kind: 'prompt' | 'strategy' | 'tool';
  readonly name: string;
  readonly path: readonly string[];
}

function referencesIn(state: StateDefinition): Reference[] {
  const prompt = 'prompt' in state ? state.prompt.prompt_version_id : undefined;
  return [
    ...(prompt === undefined ? [] : [{ kind: 'prompt' as const, name: prompt, path: ['prompt', 'prompt_version_id'] }]),
    ...('call' in state ? calledBy(state.call, ['call']) : []),
    ...('collect' in state && state.check ? calledBy(state.check.call, ['check', 'call']) : []),
  ];
}

const calledBy = (call: Call, path: readonly string[]): Reference[] =>
  'strategy' in call
    ? [{ kind: 'strategy', name: call.strategy, path: [...path, 'strategy'] }]
    : [{ kind: 'tool', name: call.tool, path: [...path, 'tool'] }];
