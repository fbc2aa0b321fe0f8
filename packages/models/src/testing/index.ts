export type {
  FakeAnswer,
  FakeCount,
  FakeEnding,
  FakeHttpError,
  FakeText,
  FakeToolCall,
  FakeToolCallStyle,
  ProviderRequest,
} from './fake-answer';
export { type FakeProviderOptions, type FakeProviders, startFakeProviders } from './fake-providers';
export { Hold } from './hold';
