export { type Asked, type Decision, Decisions } from './decisions';
export { exposureOf } from './exposure-of';
export { type LocalAssignment, localExposure } from './local-exposure';
