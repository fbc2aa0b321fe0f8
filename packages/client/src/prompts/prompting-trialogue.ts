import { DomainError } from '@trialogue/errors';
import { renderVersion } from '@trialogue/templates/render';
import type { LocalAssignment } from '../assigning';
import { ConnectedTrialogue, type TrialogueOptions } from '../connected-trialogue';
import { Followed } from '../following/followed';
import type { Host } from '../host';
import { within } from '../pause';
import type { Subject } from '../subject';
import type { FlagTypes, Trialogue } from '../trialogue';
import { TrialogueError } from '../trialogue-error';
import { type Tuning, tuning as usual } from '../tuning';
import { KeptPrompts } from './kept-prompts';
import type { PromptMaterial } from './material';
import { type MaterialLimits, Materials, type ReleasedVariant } from './materials';
import {
  checkedRequest,
  type ExperimentPromptRequest,
  type NamedPromptRequest,
  type PromptRequest,
  type Variables,
} from './prompt-request';
import { asTrialogueError } from './refusals';
import { type AssignedPrompt, outsideOfExperiments, type PromptMessage, type ResolvedPrompt } from './resolved-prompt';
import { isServedPromptsUpdate, ServedPrompts, type ServedPromptsUpdate } from './served-prompts';

const fields = '{ version complete stale prompts { name labels versions archived } removed }';
const pushed = {
  what: 'prompts',
  read: `query ServedPrompts { servedPrompts ${fields} }`,
  follow: `subscription ServedPromptsChanged($after: String) { servedPromptsChanged(after: $after) ${fields} }`,
  check: isServedPromptsUpdate,
};

/** A client that resolves prompts, too. */
export interface PromptingTrialogue<Flags extends object = FlagTypes> extends Trialogue<Flags> {
  /**
   * What to send to a model: assigns the unit, renders the prompt of its variant, and puts down the exposure to be
   * recorded. What is not here yet is waited for, once; from then on nobody is asked.
   *
   * The exposure is put down with the messages, and when the template itself fails (TEMPLATE_INVALID), or cannot be
   * rendered here (RENDERING_FORBIDDEN): a variant that fails for some units must not lose them. A variable that is missing or refused is the caller's, and exposes nobody.
   *
   * @throws TrialogueError BAD_USER_INPUT, DEFINITIONS_UNKNOWN, EXPERIMENT_NOT_FOUND, EXPERIMENT_NOT_RUNNING,
   *   UNIT_NOT_IN_EXPERIMENT, NOTHING_TO_EXECUTE, VARIANT_WITHOUT_PROMPT, PROMPT_NOT_FOUND, PROMPT_VERSION_ARCHIVED,
   *   PROMPT_VARIABLE_MISSING, PROMPT_VARIABLE_INVALID, TEMPLATE_INVALID, RENDERING_FORBIDDEN, FORBIDDEN,
   *   UNAUTHENTICATED, UNREACHABLE
   */
  resolvePrompt(request: ExperimentPromptRequest): Promise<AssignedPrompt>;
  /** A prompt outside of any experiment: nothing is assigned, and nothing recorded. */
  resolvePrompt(request: NamedPromptRequest): Promise<ResolvedPrompt>;
}

export interface PromptTuning extends MaterialLimits {
  /** What changes meanwhile is kept at once. */
  readonly keepMs: number;
  /** How long the product is waited for where something is known: it may refuse the key, or know better. */
  readonly askMs: number;
}

export const usualPrompts: PromptTuning = {
  entries: 2_000,
  characters: 32 * 2 ** 20,
  waitMs: 5_000,
  keepMs: 1_000,
  askMs: 1_000,
};

export class ConnectedPrompting<Flags extends object = FlagTypes>
  extends ConnectedTrialogue<Flags>
  implements PromptingTrialogue<Flags>
{
  private readonly served = new ServedPrompts();
  private readonly following: Followed<ServedPromptsUpdate>;
  private readonly materials: Materials;
  private readonly kept: KeptPrompts;
  /** Experiments whose prompts are asked for: what comes with another release of them is fetched beforehand. */
  private readonly used: Set<string>;

  constructor(
    options: TrialogueOptions,
    host: Host,
    tuning: Tuning = usual,
    private readonly limits = usualPrompts,
  ) {
    super(options, host, tuning);
    const { graph, served, listeners } = this;
    const failed = (error: TrialogueError) => listeners.tell('problem', error);
    const keep = () => this.kept.write();
    this.used = new Set(options.experiments);
    this.materials = new Materials(graph, this.ending.signal, limits, keep);
    const keeping = { ...options, host, served, materials: this.materials, gatherMs: limits.keepMs };
    this.kept = new KeptPrompts({ ...keeping, failed });
    const last = this.kept.restore();
    this.following = new Followed({ graph, host, tuning, pushed, known: served, last, keep, changed() {}, failed });
    listeners.on('changed', (keys) => this.prefetch(keys));
    this.prefetch([...this.used]); // by the definitions that were kept
  }

  resolvePrompt(request: ExperimentPromptRequest): Promise<AssignedPrompt>;
  resolvePrompt(request: NamedPromptRequest): Promise<ResolvedPrompt>;
  async resolvePrompt(given: PromptRequest): Promise<ResolvedPrompt> {
    try {
      const request = checkedRequest(given);
      const { variables } = request;
      await this.learn(request.experiment !== undefined);
      return request.experiment === undefined
        ? await this.named(request.name, variables)
        : await this.assigned(request, variables);
    } catch (error) {
      throw asTrialogueError(error);
    }
  }

  override async close(timeoutMs?: number): Promise<void> {
    this.following.close();
    await super.close(timeoutMs);
    await this.kept.settled();
  }

  private async named(name: string, variables: Variables): Promise<ResolvedPrompt> {
    const found = this.served.versionOf(name);
    const material = found && (await this.materials.ofVersion(found.hash));
    if (!material || this.served.isArchived(found.id)) throw new DomainError('PROMPT_NOT_FOUND', { prompt: name });
    return { ...partsOf(material, renderVersion(material.version, variables)), ...outsideOfExperiments };
  }

  private async assigned(request: ExperimentPromptRequest, variables: Variables): Promise<AssignedPrompt> {
    const given = await this.decided(request);
    const place = this.placeOf(given);
    this.use(place.experiment);
    const material = await this.materials.ofVariant(place, this.following.source !== 'product');
    const archived = material.pins.find((id) => this.served.isArchived(id));
    if (archived !== undefined) throw new DomainError('PROMPT_VERSION_ARCHIVED', { prompt: archived });
    const messages = this.exposed(given, material, variables);
    const { experiment, arm, release } = place;
    return {
      ...partsOf(material, messages),
      ...{ experiment: { key: experiment }, variant: { experimentKey: experiment, key: place.variant }, arm, release },
      ...{ reason: given.reason, inExperiment: given.inExperiment },
    };
  }

  /** Renders, and puts the exposure down unless the caller gave the wrong variables. */
  private exposed(
    given: LocalAssignment<unknown>,
    { version }: PromptMaterial,
    variables: Variables,
  ): readonly PromptMessage[] {
    try {
      const messages = renderVersion(version, variables);
      this.expose(given);
      return messages;
    } catch (error) {
      if (!isCallers(error)) this.expose(given);
      throw error;
    }
  }

  /** What the unit gets; where that depends on what it met before, and nobody says what that was, the product is asked. */
  private async decided({ experiment, ...subject }: ExperimentPromptRequest): Promise<LocalAssignment<unknown>> {
    const key = experiment as keyof Flags & string;
    const decide = (more: Partial<Subject> = {}) => this.assignment(key, { ...subject, ...more });
    try {
      return decide();
    } catch (error) {
      if ((error as TrialogueError).code !== 'EARLIER_EXPOSURE_UNKNOWN') throw error;
    }
    return decide({ sticky: await this.earlierExposures(subject) });
  }

  /** @throws DomainError EXPERIMENT_NOT_RUNNING, UNIT_NOT_IN_EXPERIMENT, NOTHING_TO_EXECUTE */
  private placeOf({ experiment, release, unit, variant, reason, trace }: LocalAssignment<unknown>): ReleasedVariant {
    if (!variant && reason === 'NOT_RUNNING') {
      const status = this.known.get(experiment)?.snapshot.status ?? 'gone';
      throw new DomainError('EXPERIMENT_NOT_RUNNING', { experiment, status });
    }
    if (!variant) throw new DomainError('UNIT_NOT_IN_EXPERIMENT', { unit, experiment, reason: trace.at(-1)!.outcome });
    const { key, arm, executionStrategy } = variant;
    if (executionStrategy === 'none') throw new DomainError('NOTHING_TO_EXECUTE', { experiment, variant: key });
    return { experiment, release, variant: key, arm };
  }

  /**
   * Waits until anything is known, and until it is known whether the key may know it.
   *
   * @throws TrialogueError DEFINITIONS_UNKNOWN, UNREACHABLE, FORBIDDEN, UNAUTHENTICATED
   */
  private async learn(assigns: boolean): Promise<void> {
    const isNew = this.known.version === undefined;
    await Promise.all([
      assigns && (isNew ? this.ready(this.limits.waitMs) : this.catchUp(this.followed)),
      this.catchUp(this.following, this.served.version === undefined),
    ]);
  }

  /** Of a page that nobody looks at, which follows nothing, it asks what there is now. */
  private async catchUp(followed: Followed<any>, isNew = false): Promise<void> {
    const { waitMs, askMs } = this.limits;
    // Nobody answers: it stays as it was known last.
    if (!isNew && !followed.isFollowing) await within(askMs, followed.read()).catch(() => {});
    await followed.ready(isNew ? waitMs : askMs, false);
  }

  private use(experiment: string): void {
    if (this.used.has(experiment)) return;
    this.used.add(experiment);
    this.prefetch([experiment]);
  }

  private prefetch(experiments: readonly string[]): void {
    const variants = experiments.flatMap((experiment) => {
      const definition = this.used.has(experiment) ? this.known.get(experiment) : undefined;
      const running = definition?.snapshot.status === 'RUNNING' ? definition.snapshot.variants : [];
      return running
        .filter(({ executionStrategy }) => executionStrategy !== 'none')
        .map(({ key: variant, arm }) => ({ experiment, release: definition!.release, variant, arm }));
    });
    this.materials.prefetch(variants);
  }
}

const callersCodes = new Set(['PROMPT_VARIABLE_MISSING', 'PROMPT_VARIABLE_INVALID']);

/** The variables are wrong, which the caller can correct. */
const isCallers = (error: unknown): boolean => error instanceof DomainError && callersCodes.has(error.code);

const partsOf = (
  { promptVersion, model, params, responseSchema }: PromptMaterial,
  messages: readonly PromptMessage[],
) => ({
  ...{ promptVersion, messages, model, params, responseSchema },
});
