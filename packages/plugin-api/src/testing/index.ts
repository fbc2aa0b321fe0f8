export { contractTests } from './contract-tests';
export { ExecutionFailed, NotGiven } from './execution-failed';
export { type ContextGiven, type FakeHost, fakeContext, fakeHost, type HostGiven } from './fake-host';
export type { Given, GivenPolicy, GivenPrompt, GivenStrategy, Logged, Ran } from './given';
export { type Effect, type MemoryLedger, memoryLedger } from './memory-ledger';
export { type Asked, type Opened, openPlugin } from './open-plugin';
export { runStrategy } from './run-strategy';
export type { ContractTest, Samples } from './samples';
export { type Scripted, type ScriptedAnswer, type ScriptedModel, scriptedModel } from './scripted-model';
