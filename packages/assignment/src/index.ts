export { assign, assignMany, stickyExperiments } from './assign';
export { type Assignment, AssignmentReason, type AssignmentStep, type EarlierExposure } from './assignment';
export type { Expression } from './expression';
export type {
  AllocatorSnapshot,
  Assignable,
  AssignableVariant,
  Bucketer,
  ExperimentSnapshot,
  Holdout,
  Json,
  LayerRange,
  Prerequisite,
  RampStage,
  Targeting,
  VariantSnapshot,
} from './snapshot';
export type { AssignmentSubject } from './subject';
