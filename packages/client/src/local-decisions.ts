import { assignFrom, flagValue, type LocalAssignment } from './assigning';
import type { ExperimentDefinition } from './definitions/definition';
import { KnownDefinitions } from './definitions/known-definitions';
import { Listeners } from './listeners';
import type { Subject } from './subject';
import type { AssignmentRequest, FlagTypes, Outcome, TrialogueEvents } from './trialogue';
import type { TrialogueError } from './trialogue-error';

/** The part of a client that decides here and now. */
export abstract class LocalDecisions<Flags extends object = FlagTypes> {
  protected readonly known = new KnownDefinitions();
  protected readonly listeners = new Listeners<TrialogueEvents>();

  /** For those that cannot be decided here. */
  protected abstract assignThere(requests: readonly AssignmentRequest[]): Promise<Outcome[]>;
  /** Why nothing is to be decided here, whatever is known. */
  protected refusal(): TrialogueError | undefined {
    return undefined;
  }
  protected abstract putDown(given: LocalAssignment<unknown>, at: Date): void;

  assignment<Key extends keyof Flags & string>(experiment: Key, subject: Subject): LocalAssignment<Flags[Key]> {
    return this.decide(experiment, subject, new Date());
  }

  assign<Key extends keyof Flags & string>(experiment: Key, subject: Subject): LocalAssignment<Flags[Key]> {
    const now = new Date();
    const given = this.decide(experiment, subject, now);
    this.putDown(given, now);
    return given;
  }

  expose(given: LocalAssignment<any>): void {
    this.putDown(given, new Date());
  }

  async assignMany(requests: readonly AssignmentRequest[]): Promise<Outcome[]> {
    const outcomes = requests.map(({ experiment, unit, attributes }) => this.outcome(experiment, { unit, attributes }));
    const isForThere = (index: number) => outcomes[index]!.error?.code === 'EARLIER_EXPOSURE_UNKNOWN';
    const there = requests.filter((_, index) => isForThere(index));
    if (there.length === 0) return outcomes;
    const others = (await this.assignThere(there)).values();
    return outcomes.map((outcome, index) => (isForThere(index) ? others.next().value! : outcome));
  }

  value<Key extends keyof Flags & string>(experiment: Key, otherwise: Flags[Key], subject: Subject): Flags[Key] {
    try {
      const now = new Date();
      const given = this.decide(experiment, subject, now);
      const value = flagValue(given, otherwise);
      this.putDown(given, now); // not when its value could not be used: then the unit has not met the variant
      return value;
    } catch (error) {
      this.listeners.tell('problem', error as TrialogueError);
      return otherwise;
    }
  }

  definitions(): readonly ExperimentDefinition[] {
    return this.known.asUpdate()?.experiments ?? [];
  }

  on<Name extends keyof TrialogueEvents>(name: Name, listener: (event: TrialogueEvents[Name]) => void): () => void {
    return this.listeners.on(name, listener);
  }

  protected outcome(experiment: string, subject: Subject): Outcome {
    try {
      return { assignment: this.assign(experiment as keyof Flags & string, subject) as LocalAssignment<any> };
    } catch (error) {
      return { error: error as TrialogueError };
    }
  }

  /** That a variant's value is of the type that the application says is for whoever writes the two. */
  private decide<Key extends keyof Flags & string>(
    experiment: Key,
    subject: Subject,
    now: Date,
  ): LocalAssignment<Flags[Key]> {
    const refusal = this.refusal();
    if (refusal) throw refusal;
    return assignFrom(this.known, experiment, subject, now.getTime()) as LocalAssignment<any>;
  }
}
