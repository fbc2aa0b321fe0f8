export type { FlowLimits } from './limits';
export { type Flows, type FlowsOptions, openFlows } from './main';
export { type Checkpoint, type TurnStep, turnSteps } from './turn/turn-steps';
