export type { FakeAnswer, FakeEnding, FakeHttpError, FakeText, ProviderRequest } from './fake-answer';
export { type FakeProviderOptions, type FakeProviders, startFakeProviders } from './fake-providers';
export { Hold } from './hold';
