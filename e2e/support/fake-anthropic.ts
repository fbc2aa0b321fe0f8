import { type FakeProviders, Hold, startFakeProviders } from '@trialogue/models/testing';

/** An answer that stays under way until it is released. */
export interface HeldAnswer {
  /** All of it. */
  readonly text: string;
  /** What of it comes before. */
  readonly begun: string;
  release(): void;
}

const supper = 'Chickpeas with lemon and spinach on toast, and a spoon of yoghurt for whoever wants one. ';
const wordsBefore = 6;

/** A fake Anthropic for the tests of one file. */
export function fakeAnthropic() {
  let providers: FakeProviders;
  beforeAll(async () => {
    providers = await startFakeProviders();
  });
  afterAll(() => providers.close());
  return {
    /** What makes a product ask it. */
    get env() {
      return { ANTHROPIC_API_KEY: providers.anthropic.apiKey, ANTHROPIC_BASE_URL: providers.anthropic.baseURL };
    },
    /** Makes the next answer an error. */
    fail(status: number): void {
      providers.script({ status });
    },
    /** Scripts the next answer: so many sentences, or the text, `tokenMs` from word to word, and held after its first few words. */
    holdNext({ sentences = 1, tokenMs = 10, text = supper.repeat(sentences) } = {}): HeldAnswer {
      const tokens = text.split(/(?<= )/);
      const held = new Hold(wordsBefore);
      // Keep-alives: on a busy machine a test may hold it for longer than the product bears silence.
      providers.script({ tokens, tokenMs, keepAliveMs: 1_000, held });
      return { text: tokens.join(''), begun: tokens.slice(0, wordsBefore).join(''), release: () => held.release() };
    },
  };
}
