import { shown } from '@trialogue/variant-config';
import type { StateDefinition } from '../definition';
import { guardTree } from '../guard';
import { interruptionsOf, type PlacedInterruption } from '../routes';
import type { Possible } from './abstract-flow';
import { assume } from './abstract-guard';
import type { Case } from './case';
import { without } from './choosing';
import type { Finding } from './finding';

/** What a user can want instead: in no state that hears it, or in one with every message, so that no answer is read. */
export function interruptionFindings({ flow, seen }: Case, possible: Possible): Finding[] {
  const all = Object.entries(flow.states).flatMap(([name, state]) => heardIn(flow.on, name, state, possible));
  const places = new Map(all.map((one) => [one.path.join('.'), one]));
  const tell = (
    { when, state, path }: Heard,
    finding: Pick<Finding, 'kind' | 'severity'>,
    message: string,
  ): Finding => ({ ...finding, state, path, message: `${shown(when)} ${message}`, witness: seen.entered.get(state) });
  return [
    ...all
      .filter(({ always }) => always)
      .map((one) =>
        tell(
          one,
          { kind: 'guard_always_holds', severity: 'error' },
          `holds for every message in ${one.state}, so that no answer is ever read`,
        ),
      ),
    ...[...places.values()]
      .filter(({ path }) => all.every((one) => one.path.join('.') !== path.join('.') || !one.holds))
      .map((one) =>
        tell(one, { kind: 'guard_never_holds', severity: 'warning' }, 'can never hold in a state that hears it'),
      ),
  ];
}

interface Heard {
  readonly when: string;
  readonly state: string;
  readonly path: (string | number)[];
  readonly holds: boolean;
  readonly always: boolean;
}

function heardIn(on: Case['flow']['on'], name: string, state: StateDefinition, possible: Possible): Heard[] {
  let left = [...possible.asking(name)];
  if (left.length === 0) return [];
  return interruptionsOf(on === undefined ? {} : { on }, state).map(
    ({ when, path, isOwn }: PlacedInterruption): Heard => {
      const tree = guardTree(when);
      const holds = left.some((known) => assume(tree, known, 'true').length > 0);
      const rest = without(left, tree);
      const always = left.length > 0 && rest.length === 0;
      left = rest;
      return { when, state: name, path: [...(isOwn ? ['states', name] : []), ...path, 'when'], holds, always };
    },
  );
}
