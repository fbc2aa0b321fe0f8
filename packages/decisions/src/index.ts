export { type Asked, type Decision, Decisions } from './decisions';
export { exposureOf } from './exposure-of';
export { keepsUnits, type LocalAssignment, localExposure } from './local-exposure';
