import { DomainError } from '@trialogue/errors';
import { asStoreError, type Prepared, type Store, unitForms } from '@trialogue/store';
import { type Caller, decodeCursor, limitOf, may, type Tables, toConnection } from '@trialogue/subgraph';
import { Brackets, QueryFailedError, type Repository, type WhereExpressionBuilder } from 'typeorm';
import { mayConverse, maySee } from './access';
import { conversationColumns } from './columns';
import { Conversation, type ConversationStatus } from './conversation.entity';
import { endStream } from './expiry';
import { conversationEnded } from './facts';
import { type Rating, rate } from './rating';
import { refusalOf } from './turn/accept';
import type { LatestConversations } from './turn/latest-conversations';

export interface ConversationPage {
  readonly status?: ConversationStatus;
  /** `name`, or `name@number` */
  readonly flow?: string;
  readonly first: number;
  readonly after?: string;
}

const readConversations: Prepared = {
  name: 'read_conversations',
  text: `select ${conversationColumns} from exp.conversations where id = any($1)`,
};

/** Reads and ends conversations, within what a caller may see. */
export class ConversationService {
  constructor(
    private readonly tables: Tables,
    private readonly store: Store,
    private readonly clock: () => Date,
    private readonly latest: LatestConversations,
  ) {}

  /** Undefined: there is none, or it is not the caller's. */
  async find(id: string, caller: Caller): Promise<Conversation | undefined> {
    const [conversation] = await this.byIds([id], caller);
    return conversation ?? undefined;
  }

  /** One that the caller may continue as its unit. Throws CONVERSATION_NOT_FOUND. */
  async get(id: string, caller: Caller): Promise<Conversation> {
    const conversation = await this.getSeen(id, caller);
    if (mayConverse(caller, conversation.unit)) return conversation;
    throw new DomainError('CONVERSATION_NOT_FOUND', { conversation: id });
  }

  /** The same, for a message to it: as it was last seen here, or as it is. */
  async toContinue(id: string, caller: Caller): Promise<Conversation> {
    const known = this.latest.get(id);
    return known && mayConverse(caller, known.unit) ? known : this.get(id, caller);
  }

  /** One that the caller may see. Throws CONVERSATION_NOT_FOUND. */
  getSeen(id: string, caller: Caller): Promise<Conversation> {
    return this.existing(id, ({ unit }) => maySee(caller, unit));
  }

  /** Any, for whoever needs not be its unit. Throws CONVERSATION_NOT_FOUND. */
  any(id: string): Promise<Conversation> {
    return this.existing(id, () => true);
  }

  private async existing(id: string, may: (conversation: Conversation) => boolean): Promise<Conversation> {
    const [conversation] = await this.found([id], may);
    if (!conversation) throw new DomainError('CONVERSATION_NOT_FOUND', { conversation: id });
    return conversation;
  }

  byIds(ids: readonly string[], caller: Caller): Promise<(Conversation | null)[]> {
    return this.found(ids, ({ unit }) => maySee(caller, unit));
  }

  private async found(
    ids: readonly string[],
    may: (conversation: Conversation) => boolean,
  ): Promise<(Conversation | null)[]> {
    const possible = ids.filter((id) => !id.includes('\u0000')); // which Postgres would refuse
    const { rows } = await this.store.sql<Conversation>(readConversations, [possible]);
    const conversations = rows.map((row) => Object.assign(new Conversation(), row));
    const found = new Map(conversations.filter(may).map((row) => [row.id, row]));
    return ids.map((id) => found.get(id) ?? null);
  }

  /** The newest first. */
  async list(caller: Caller, page: ConversationPage) {
    const rows = await this.read((repository) => pageOf(repository, caller, page));
    return toConnection(rows, page.first, ({ id, startedAt }) => `${startedAt.toISOString()} ${id}`);
  }

  /** Throws CONVERSATION_BUSY while a turn runs, CONVERSATION_ENDED or _EXPIRED when it is over. */
  async end(id: string, caller: Caller, outcome: string | null): Promise<Conversation> {
    const before = await this.get(id, caller);
    const now = this.clock();
    const ended = await this.store.transaction(async (sql) => {
      const { rows } = await sql<Conversation>(
        `update exp.conversations
         set status = 'COMPLETED', outcome = $2, ended_at = $3, wake_at = null, fence = fence + 1, version = version + 1
         where id = $1 and status in ('ACTIVE', 'HANDED_OFF') and lease_until is null and expires_at > $3
         returning ${conversationColumns}`,
        [id, outcome, now],
      );
      const row = rows[0] && Object.assign(new Conversation(), rows[0]);
      if (!row) return undefined;
      await this.store.events.append(sql, [conversationEnded(row, now, outcome)]);
      await endStream(this.store, sql, row);
      return row;
    });
    if (ended) return ended;
    const latest = (await this.find(id, caller)) ?? before;
    throw refusalOf(latest, now) ?? new DomainError('CONVERSATION_BUSY', { conversation: id });
  }

  rate(conversation: Conversation, rating: Rating): Promise<Conversation> {
    return rate(this.store, conversation, rating, this.clock());
  }

  private async read<T>(work: (repository: Repository<Conversation>) => Promise<T>): Promise<T> {
    try {
      return await work(this.tables.manager.getRepository(Conversation));
    } catch (error) {
      throw asStoreError(error instanceof QueryFailedError ? error.driverError : error);
    }
  }
}

function pageOf(repository: Repository<Conversation>, caller: Caller, page: ConversationPage) {
  const query = repository.createQueryBuilder('c');
  if (!may(caller, 'admin') && !may(caller, 'agent'))
    query.andWhere('c.unit in (:...units)', { units: unitForms(caller.unit ?? '') });
  if (page.status) query.andWhere('c.status = :status', { status: page.status });
  if (page.flow !== undefined) {
    const [name, number] = page.flow.split('@');
    query.andWhere('c.flowName = :name', { name });
    if (number !== undefined) query.andWhere('c.flowVersionId = :version', { version: page.flow });
  }
  if (page.after !== undefined) {
    const [startedAt, id] = positionOf(page.after);
    const behind = (or: WhereExpressionBuilder) =>
      or.where('c.startedAt < :startedAt').orWhere('c.startedAt = :startedAt and c.id < :id');
    query.andWhere(new Brackets(behind), { startedAt, id });
  }
  return query.orderBy('c.startedAt', 'DESC').addOrderBy('c.id', 'DESC').limit(limitOf(page.first)).getMany();
}

/** Within what a `timestamptz` and a `text` take. */
const positionPattern = /^([12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) ([\x21-\x7e]+)$/;

function positionOf(after: string): [Date, string] {
  const [, at, id] = positionPattern.exec(decodeCursor(after)) ?? [];
  const startedAt = new Date(at ?? '');
  if (id === undefined || Number.isNaN(startedAt.getTime())) throw new DomainError('CURSOR_INVALID', { cursor: after });
  return [startedAt, id];
}
