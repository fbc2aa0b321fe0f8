import { shown } from '@trialogue/variant-config';
import type { PromptState, StateDefinition } from '../definition';
import { guardTree } from '../guard';
import { choicesOf } from '../routes';
import type { Possible } from './abstract-flow';
import { assume, assumeNotTrue } from './abstract-guard';
import type { Case } from './case';
import type { Finding, FindingKind } from './finding';
import { interruptionFindings } from './interruption-findings';

/** Guards that never hold, and those that always do while others wait behind them. It pauses after each state. */
export function* guardFindings(judged: Case): Generator<void, Finding[]> {
  const { flow, possible } = judged;
  const findings: Finding[] = [];
  for (const [name, state] of Object.entries(flow.states)) {
    if (!possible?.arriving(name)) continue;
    if ('prompt' in state) findings.push(...untilFindings(judged, possible, name, state));
    findings.push(...transitionFindings(judged, possible, name, state));
    yield;
  }
  if (possible !== undefined) findings.push(...interruptionFindings(judged, possible));
  return findings;
}

function untilFindings({ seen }: Case, possible: Possible, name: string, { until, after }: PromptState): Finding[] {
  const path = ['states', name, 'until'];
  const witness = seen.entered.get(name);
  const finding = { state: name, path, witness, kind: 'guard_never_holds' } as const;
  if (possible.choosing(name).length === 0) {
    const severity = after === undefined ? 'error' : 'warning';
    return [{ ...finding, severity, message: `${shown(until)} can never hold, so the state is never left by it` }];
  }
  if (seen.choices.has(name) || seen.tried.has(name) || !witness) return [];
  return [{ ...finding, severity: 'unknown', message: undecided(until, seen.steps) }];
}

function transitionFindings({ seen }: Case, possible: Possible, name: string, state: StateDefinition): Finding[] {
  const choosing = possible.choosing(name);
  const { member, transitions } = choicesOf(state);
  if (choosing.length === 0) return [];
  const witness = seen.choices.get(name)?.[0]?.witness;
  return transitions.flatMap(({ when, to }, index): Finding[] => {
    if (when === undefined) return [];
    const tree = guardTree(when);
    const tell = (kind: FindingKind, severity: Finding['severity'], message: string, one = witness): Finding[] => [
      { kind, severity, state: name, path: ['states', name, member, index, 'when'], message, witness: one },
    ];
    if (choosing.every((known) => assume(tree, known, 'true').length === 0))
      return tell('guard_never_holds', 'warning', `${shown(when)} can never hold here, so ${to} is not reached by it`);
    if (choosing.every((known) => assumeNotTrue(tree, known).length === 0))
      return tell(
        'guard_always_holds',
        'warning',
        `${shown(when)} always holds here, so what follows it is never taken`,
        seen.taken.get(`${name}.${index}`) ?? witness,
      );
    const left = possible.lookingAt(name, index);
    if (left.every((known) => assume(tree, known, 'true').length === 0))
      return left.length === 0
        ? [] // The one that always holds has told it.
        : tell('guard_never_holds', 'warning', `${shown(when)} can never hold when those before it do not`);
    const place = `${name}.${index}`;
    if (seen.taken.has(place) || seen.tried.has(place) || !witness) return [];
    return tell('guard_never_holds', 'unknown', undecided(when, seen.steps));
  });
}

const undecided = (guard: string, steps: number) =>
  `${shown(guard)} may be able to hold, and did not in ${steps} steps that were played; it could not be decided`;
