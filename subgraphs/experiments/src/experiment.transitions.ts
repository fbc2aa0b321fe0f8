import { DomainError } from '@trialogue/errors';
import { registerEnumType } from 'type-graphql';
import { ExperimentStatus } from './experiment.entity';

export enum ExperimentAct {
  CREATE = 'CREATE',
  UPDATE = 'UPDATE',
  START = 'START',
  PAUSE = 'PAUSE',
  STOP = 'STOP',
  ARCHIVE = 'ARCHIVE',
  ALLOCATE = 'ALLOCATE',
}
registerEnumType(ExperimentAct, { name: 'ExperimentAct' });

const { DRAFT, RUNNING, PAUSED, STOPPED, ARCHIVED } = ExperimentStatus;

/** The life of an experiment: act → where it can be done → where it leads. What is not here is refused. */
const transitions = {
  UPDATE: { DRAFT, RUNNING, PAUSED, STOPPED },
  START: { DRAFT: RUNNING, PAUSED: RUNNING },
  PAUSE: { RUNNING: PAUSED },
  STOP: { RUNNING: STOPPED, PAUSED: STOPPED },
  ARCHIVE: { DRAFT: ARCHIVED, STOPPED: ARCHIVED },
} as const satisfies Record<
  Exclude<keyof typeof ExperimentAct, 'CREATE' | 'ALLOCATE'>,
  { readonly [from in ExperimentStatus]?: ExperimentStatus }
>;

const done = { UPDATE: 'changed', START: 'started', PAUSE: 'paused', STOP: 'stopped', ARCHIVE: 'archived' } as const;

/** The state that an act leads to. Throws EXPERIMENT_STATE where it cannot be done. */
export function stateAfter(
  act: keyof typeof transitions,
  { key, status }: { readonly key: string; readonly status: ExperimentStatus },
): ExperimentStatus {
  const next = (transitions[act] as { readonly [from in ExperimentStatus]?: ExperimentStatus })[status];
  if (next === undefined) throw new DomainError('EXPERIMENT_STATE', { experiment: key, status, act: done[act] });
  return next;
}
