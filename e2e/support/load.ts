import { setTimeout as pause } from 'node:timers/promises';
import { sendDocument, start } from './chat';
import { askAt, type Deployment } from './deployment';
import { executeDocument } from './execute';
import { askUntilAnswered, Follower } from './good-client';
import type { Answer } from './product';

/** One question for each part of the graph that needs no other part; its field. */
export const questions = {
  experiments: '{ experiment(key: "meal_planning_style") { name } }',
  prompts: '{ prompt(name: "meal_planning_assistant") { name } }',
  flows: '{ plugins { name } }',
  analytics: '{ events(first: 1) { edges { node { type } } } }',
} as const;
export type Part = keyof typeof questions;
const parts = Object.keys(questions) as Part[];

export interface Acknowledged {
  readonly id: string;
  readonly status: string;
  readonly text: string;
}

/** A conversation that goes on for as long as the load does, and all that was acknowledged of it. */
export interface Talk {
  readonly id: string;
  readonly unit: string;
  readonly turns: Acknowledged[];
  readonly follower: Follower;
}

/** A query that was not answered as it should be. */
export interface Miss {
  readonly part: Part;
  readonly errors: Answer['errors'] | string;
}

const stepMs = 50;

/** A steady, bounded load: some who talk, one who asks for predictions, one who asks each part by each gateway. */
export class Load {
  readonly talks: Talk[] = [];
  readonly predictions: Acknowledged[] = [];
  readonly misses: Miss[] = [];
  /** How often every part was asked by every gateway. */
  rounds = 0;
  private running = true;
  private readonly work: Promise<void>[] = [];
  private failure: unknown;

  constructor(private readonly deployment: Deployment) {}

  async begin(talkers: number): Promise<void> {
    for (let index = 0; index < talkers; index++) this.talks.push(await this.talk(`talker-${index}`));
    const all = [...this.talks.map((talk) => () => this.sayOn(talk)), () => this.predictOn(), () => this.askOn()];
    for (const one of all)
      this.work.push(
        one().catch((error) => {
          this.failure ??= error;
        }),
      );
  }

  /** Throws what has ended a part of the load before its time; true when everyone has done something since `mark`. */
  hasGoneOnSince(mark: Mark): boolean {
    if (this.failure) throw this.failure;
    return (
      this.rounds > mark.rounds + 1 &&
      this.predictions.length > mark.predictions &&
      this.talks.every(({ turns }, index) => turns.length > mark.turns[index]!)
    );
  }

  get mark(): Mark {
    return {
      rounds: this.rounds,
      predictions: this.predictions.length,
      turns: this.talks.map(({ turns }) => turns.length),
    };
  }

  /** Lets everybody finish the sentence. */
  async end(): Promise<void> {
    this.running = false;
    await Promise.all(this.work);
    if (this.failure) throw this.failure;
  }

  private async talk(unit: string): Promise<Talk> {
    const ask = (query: string, variables: object = {}) => askUntilAnswered(this.deployment, query, variables);
    const { id, cursor } = await start({ ask }, unit);
    return { id, unit, turns: [], follower: new Follower(() => this.deployment.gateways, id, cursor) };
  }

  private async sayOn({ id: conversation, turns }: Talk): Promise<void> {
    for (let number = 0; this.running; number++) {
      const input = { conversation, text: `Message ${number}`, clientMessageId: `m${number}` };
      const { sendMessage } = await askUntilAnswered(this.deployment, sendDocument, { input });
      turns.push({ id: input.clientMessageId, status: sendMessage.status, text: input.text });
      await pause(stepMs);
    }
  }

  private async predictOn(): Promise<void> {
    for (let number = 0; this.running; number++) {
      const unit = `household-${number}`;
      const variables = {
        experiment: 'food_budget_forecast',
        unit,
        input: { features: { income: 1_000 + number } },
        clientExecutionId: 'one',
      };
      const { execute } = await askUntilAnswered(this.deployment, executeDocument, variables);
      this.predictions.push({ id: execute.id, status: execute.status, text: unit });
      await pause(stepMs);
    }
  }

  private async askOn(): Promise<void> {
    for (; this.running; this.rounds++)
      for (const url of this.deployment.gateways) {
        for (const part of parts) await this.askOne(url, part);
        await pause(stepMs);
      }
  }

  private async askOne(url: string, part: Part): Promise<void> {
    try {
      const { errors } = await askAt(url, questions[part]);
      if (errors) this.misses.push({ part, errors });
    } catch (error) {
      // The connection to a gateway that is killed breaks; no other may.
      if (this.deployment.gateways.includes(url)) this.misses.push({ part, errors: String(error) });
    }
  }
}

export interface Mark {
  readonly rounds: number;
  readonly predictions: number;
  readonly turns: readonly number[];
}
