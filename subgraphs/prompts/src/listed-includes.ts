import type { Problem } from '@trialogue/errors';
import { includesOf, type TemplateInclude } from '@trialogue/templates';
import {
  type Heads,
  type IncludedPrompt,
  type Includes,
  type PromptBody,
  type PromptVersionBody,
  promptVersionOf,
  shown,
} from '@trialogue/variant-config';
import { readable } from './included-names';
import { includedPrompt, includeSizeProblems, includesItself, referenceIn } from './included-prompt';
import type { ApplyPromptInput } from './prompt.input';
import { sentenceOf, templatesOf } from './prompt-version.check';
import { contentOf } from './prompt-version.content';

/** What a version of a list includes of the list. */
export interface ListedInclusion {
  /** Undefined: nothing, or something of it is not known here. */
  readonly includes?: Includes;
  /** What publishing would refuse, wherever the rest is. */
  readonly errors: readonly Problem[];
  /** What is included and stands in no entry of the list: it has to be in the product. */
  readonly advice: readonly Problem[];
}

type Version = PromptVersionBody;

interface PlacedInclude extends TemplateInclude {
  readonly path: Problem['path'];
}

/** Looks up what the versions of a list include of each other, as publishing all of them would. */
export class ListedIncludes {
  private readonly heads: Heads;
  private readonly placed = new Map<Version, readonly PlacedInclude[]>();
  private readonly found = new Map<Version, ListedInclusion>();

  constructor(entries: readonly ApplyPromptInput[]) {
    const prompts = new Map<string, unknown>();
    const versions = new Map<string, unknown>();
    for (const { name, description, labels, versions: inputs } of entries) {
      const prompt: PromptBody = {
        ...{ name, description },
        labels: Object.fromEntries(labels.map(({ label, version }) => [label, version])),
        versions: Object.fromEntries(inputs.map(({ number }) => [number, ''])),
      };
      prompts.set(name, prompt);
      for (const input of inputs)
        versions.set(`${name}@${input.number}`, { name, number: input.number, checksum: '', ...contentOf(input) });
    }
    const bodies: Readonly<Record<string, ReadonlyMap<string, unknown>>> = {
      prompt: prompts,
      prompt_version: versions,
    };
    this.heads = {
      head: <Body>(kind: string, key: string) =>
        bodies[kind]?.has(key) ? { hash: '', body: bodies[kind].get(key) as Body } : undefined,
    };
  }

  of(name: string, number: number): ListedInclusion {
    return this.inclusionOf(this.heads.head<Version>('prompt_version', `${name}@${number}`)!.body);
  }

  private inclusionOf(version: Version): ListedInclusion {
    const known = this.found.get(version);
    if (known) return known;
    const pinned: Record<string, IncludedPrompt> = {};
    const errors: Problem[] = [];
    const advice: Problem[] = [];
    let isComplete = true;
    for (const include of this.includesIn(version)) {
      if (Object.hasOwn(pinned, include.reference)) continue;
      const found = this.included(version, include);
      if (typeof found === 'object') {
        pinned[include.reference] = found.prompt;
        isComplete &&= found.isComplete;
      } else if (found !== undefined) errors.push(told(include, found));
      else if (!include.mayBeMissing) advice.push(told(include, notListed(include.reference)));
    }
    const sizes = includeSizeProblems(pinned, ['template']);
    isComplete &&= errors.length + advice.length + sizes.length === 0 && Object.keys(pinned).length > 0;
    const inclusion = { ...(isComplete && { includes: pinned }), errors: [...errors, ...sizes], advice };
    this.found.set(version, inclusion);
    return inclusion;
  }

  /** Undefined: the list does not say. A text: why it cannot be. */
  private included(
    { name, syntax }: Version,
    { reference: written }: TemplateInclude,
  ): { readonly prompt: IncludedPrompt; readonly isComplete: boolean } | string | undefined {
    const version = this.versionOf(written, name);
    if (version === undefined || typeof version === 'string') return version;
    const way = this.wayTo(name, version, new Set());
    if (way) return includesItself(name, way);
    const below = this.inclusionOf(version);
    const prompt = includedPrompt(
      { ...version, ...(below.includes && { includes: below.includes }) },
      written,
      name,
      syntax,
    );
    if (typeof prompt === 'string') return prompt;
    return { prompt, isComplete: below.includes !== undefined || this.includesIn(version).length === 0 };
  }

  private includesIn(version: Version): readonly PlacedInclude[] {
    const known = this.placed.get(version);
    if (known) return known;
    const placed = templatesOf(version).flatMap(({ path, ...template }) =>
      readable(() => includesOf(template)).map((include) => ({ ...include, path })),
    );
    this.placed.set(version, placed);
    return placed;
  }

  private versionOf(written: string, includer: string): Version | string | undefined {
    const reference = referenceIn(written, includer);
    return typeof reference === 'string' ? reference : promptVersionOf(this.heads, reference)?.body;
  }

  /** From a version to one of the prompt, through what includes what; both are in it. */
  private wayTo(name: string, from: Version, seen: Set<Version>): readonly string[] | undefined {
    if (seen.has(from)) return undefined;
    seen.add(from);
    const id = `${from.name}@${from.number}`;
    if (from.name === name) return [id];
    for (const { reference } of this.includesIn(from)) {
      const next = this.versionOf(reference, from.name);
      const way = typeof next === 'object' ? this.wayTo(name, next, seen) : undefined;
      if (way) return [id, ...way];
    }
    return undefined;
  }
}

const told = (include: PlacedInclude, message: string): Problem => {
  const { path, line, column } = include;
  return { ...{ path, line, column }, message: sentenceOf({ ...include, severity: 'error', message }) };
};

const notListed = (reference: string) =>
  `No file here says what ${shown(reference)} is: it is included if the product has it, and refused otherwise.`;
