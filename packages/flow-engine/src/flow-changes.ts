import { canonicalJson } from '@trialogue/canonical-json';
import type { FlowDefinition } from './definition';
import { flowBehaviour } from './flow-behaviour';

/** One part of a flow that behaves otherwise. */
export interface FlowChange {
  readonly path: readonly string[];
  readonly change: 'added' | 'removed' | 'changed';
  /** For a conversation that would go over from the one to the other. */
  readonly meaning: string;
}

const meanings = {
  states: {
    added: 'conversations can come to it',
    removed: 'a conversation that stands in it would have no place to go on from',
    changed: 'a conversation that stands in it would go on otherwise',
  },
  slots: {
    added: 'it would be empty',
    removed: 'its value would be lost',
    changed: 'a value that was given may not fit any more',
  },
} as const;

/** What behaves otherwise in `after`; descriptions, and what equals its default, make no difference. */
export function flowChanges(before: FlowDefinition, after: FlowDefinition): FlowChange[] {
  const [old, now] = [flowBehaviour(before), flowBehaviour(after)];
  const initial: FlowChange[] =
    old.initial === now.initial
      ? []
      : [{ path: ['initial'], change: 'changed', meaning: 'new conversations begin elsewhere' }];
  return [
    ...initial,
    ...wholeChange('on', old.on, now.on, 'interruptions would be heard otherwise'),
    ...wholeChange('correction', old.correction, now.correction, 'corrections would be heard otherwise'),
    ...partChanges('slots', old.slots, now.slots),
    ...partChanges('states', old.states, now.states),
  ];
}

function wholeChange(
  member: string,
  old: object | false | undefined,
  now: object | false | undefined,
  meaning: string,
): FlowChange[] {
  const change = changeOf(old, now);
  return change === undefined ? [] : [{ path: [member], change, meaning }];
}

type Parts = { readonly [name: string]: object };

function partChanges(list: keyof typeof meanings, old: Parts, now: Parts): FlowChange[] {
  const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return names.flatMap((name): FlowChange[] => {
    const change = changeOf(old[name], now[name]);
    return change === undefined ? [] : [{ path: [list, name], change, meaning: meanings[list][change] }];
  });
}

function changeOf(old: object | false | undefined, now: object | false | undefined): FlowChange['change'] | undefined {
  if (old === now) return undefined;
  if (old === undefined) return 'added';
  if (now === undefined) return 'removed';
  return textOf(old) === textOf(now) ? undefined : 'changed';
}

/** Without members that are undefined, which canonical JSON has not. */
const textOf = (part: object | false) => canonicalJson(JSON.parse(JSON.stringify(part)));
