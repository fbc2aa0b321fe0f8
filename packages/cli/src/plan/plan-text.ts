import { type Change, isLeft, type Outcome, said } from '../apply/outcome';
import { shownValue } from './shown-value';

const signs = { CREATED: '+', UPDATED: '~', UNCHANGED: '=', REFUSED: '!', CONFLICT: '!' } as const;

/** What applying would change, for people. What stays as it is, is only counted, unless somebody changed it. */
export function planText(outcomes: readonly Outcome[], target: string): string {
  const worthTelling = outcomes.filter(
    ({ result, notes, drift = [] }) => result !== 'UNCHANGED' || notes.length > 0 || drift.length > 0,
  );
  return [`The files here, against ${target}:`, ...worthTelling.map(entryText), summaryText(outcomes), ''].join('\n\n');
}

/** How many entries would be created, updated, left and refused. */
export function summaryOf(outcomes: readonly Outcome[]) {
  const count = (result: Outcome['result']) => outcomes.filter((one) => one.result === result).length;
  return {
    create: count('CREATED'),
    update: count('UPDATED'),
    unchanged: count('UNCHANGED'),
    refused: outcomes.filter(isLeft).length,
    drifted: outcomes.filter(({ drift = [] }) => drift.length > 0).length,
  };
}

/** One entry, with what changes and what is wrong. */
export function entryText(outcome: Outcome): string {
  const { file, line, subject, result, notes, changes = [], drift = [], rerandomises = [] } = outcome;
  const fate = isLeft({ result }) ? `  ${result.toLowerCase()}` : '';
  return [
    `${signs[result]} ${subject}  (${file}:${line})${fate}`,
    ...changes.map((change) => changeText(change, rerandomises.includes(change.path))),
    ...(drift.length > 0 ? ['    changed in the product since it was applied last:'] : []),
    ...drift.map((change) => `  ${changeText(change, false)}`),
    ...notes.map((note) => `    ${note.file ?? file}:${note.line}:${note.column}: ${said(note)}`),
  ].join('\n');
}

function changeText({ path, before, after }: Change, rerandomises: boolean): string {
  const warning = rerandomises ? '  (re-randomises: units get another variant)' : '';
  if (before === null) return `    + ${path}: ${shownValue(after)}${warning}`;
  if (after === null) return `    - ${path}: ${shownValue(before)}${warning}`;
  return `    ~ ${path}: ${shownValue(before)} → ${shownValue(after)}${warning}`;
}

function summaryText(outcomes: readonly Outcome[]): string {
  const { create, update, unchanged, refused, drifted } = summaryOf(outcomes);
  const counts = `${create} to create, ${update} to update, ${unchanged} unchanged, ${refused} refused.`;
  const drift = drifted > 0 ? ` ${drifted} changed in the product since applied.` : '';
  const next =
    refused > 0
      ? '\nCorrect what is refused (!); `trialogue apply` would take over the rest.'
      : create + update > 0
        ? '\n`trialogue apply` does it.'
        : '';
  return `Plan: ${counts}${drift}${next}`;
}
