import { kindOf } from '../routes';
import type { Case } from './case';
import { endedIn, type Finding } from './finding';

/** Ways that a flow does not have, and needs where something goes wrong. */
export const omissionFindings = (judged: Case): Finding[] => [...withoutFailure(judged), ...withoutTime(judged)];

const reasons: { readonly [outcome: string]: string } = {
  not_collected: 'has no `failed`, as others have: too many invalid answers end',
  call_failed: 'has no `failed`: a call that fails, or a result that cannot be saved, ends',
  not_structured: 'has no `failed`: answers that never match its `output` end',
};

/**
 * What fails ends the conversation without a word. Questions are asked of users who may leave anyway: a flow that says
 * where failed answers lead is taken to mean it for every slot, and one that does not for none.
 */
function withoutFailure({ flow, seen }: Case): Finding[] {
  const isGiven = Object.values(flow.states).some((state) => 'collect' in state && state.failed !== undefined);
  return Object.entries(reasons).flatMap(([outcome, reason]) =>
    outcome === 'not_collected' && !isGiven
      ? []
      : endedIn(seen.ended, outcome)
          .filter(({ state }) => kindOf(flow.states[state]!) !== 'final')
          .map(({ state, witness }) => ({
            kind: 'missing_failure' as const,
            severity: 'warning' as const,
            state,
            path: ['states', state],
            message: `${reason} the flow with the outcome \`${outcome}\`, without a word`,
            witness,
          })),
  );
}

/** What comes from outside may never come. A user who is asked something may leave at any time: that is no defect. */
function withoutTime({ flow, possible, seen }: Case): Finding[] {
  return Object.entries(flow.states).flatMap(([state, definition]): Finding[] => {
    const isOutside = 'await' in definition || 'handoff' in definition;
    if (!isOutside || definition.after !== undefined) return [];
    if (possible !== undefined && possible.arriving(state) === undefined) return [];
    const what = 'await' in definition ? `the event ${definition.await.event}` : 'the person that it is handed to';
    const message = `has no \`after\`: it waits for ever where ${what} never comes`;
    const witness = seen.entered.get(state);
    return [{ kind: 'missing_timeout', severity: 'warning', state, path: ['states', state], message, witness }];
  });
}
