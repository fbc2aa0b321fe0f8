export type { LocalAssignment, ValuedVariant } from './assigning';
export type { TrialogueOptions } from './connected-trialogue';
export type { DefinedVariant, ExperimentDefinition } from './definitions/definition';
export { createFixedTrialogue, definitionOf, type FixedTrialogue } from './fixed-trialogue';
export type { Exposure } from './sending/exposures';
export type { EarlierExposures, Subject } from './subject';
export type {
  AssignmentRequest,
  Dropped,
  FlagTypes,
  Outcome,
  SendingCounts,
  Source,
  Trialogue,
  TrialogueEvents,
} from './trialogue';
export { TrialogueError } from './trialogue-error';
