import type { AssignmentReason, Json } from '@trialogue/assignment';

export interface PromptMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly text: string;
}

/** What to send to a model, and what decided it; as the graph’s `resolvePrompt` answers it. Nothing of it can be changed. */
export interface ResolvedPrompt {
  /** `name@number`. */
  readonly promptVersion: { readonly id: string };
  readonly messages: readonly PromptMessage[];
  /** `name` as the prompt’s version, or the variant, has it; `id` as its provider is asked for it. */
  readonly model: { readonly provider: string; readonly name: string; readonly id: string };
  /** The prompt version’s, under the variant’s. */
  readonly params: { readonly [name: string]: Json };
  /** JSON Schema (2020-12) of the answer; null: any text. */
  readonly responseSchema: { readonly [member: string]: Json } | null;
  /** Null, as all that follows, when a prompt was asked for by its name. */
  readonly experiment: { readonly key: string } | null;
  readonly variant: { readonly experimentKey: string; readonly key: string } | null;
  /** SHA-256 of how the variant behaves: to be told with what becomes of it. */
  readonly arm: string | null;
  /** Hash of the experiment’s release that assigned the variant. */
  readonly release: string | null;
  readonly reason: AssignmentReason | null;
  /** Whether the unit takes part in the comparison, so that its exposure was put down. */
  readonly inExperiment: boolean | null;
}

const ofExperiments = ['experiment', 'variant', 'arm', 'release', 'reason', 'inExperiment'] as const;

/** The prompt that a unit of an experiment was given. */
export type AssignedPrompt = ResolvedPrompt & {
  readonly [Member in (typeof ofExperiments)[number]]: NonNullable<ResolvedPrompt[Member]>;
};

/** Where no experiment was asked. */
export const outsideOfExperiments = Object.fromEntries(ofExperiments.map((member) => [member, null])) as {
  readonly [Member in (typeof ofExperiments)[number]]: null;
};
