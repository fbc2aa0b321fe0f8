import { DomainError } from '@trialogue/errors';
import type { FlowState } from '@trialogue/flow-engine';
import type { JsonObject } from '@trialogue/plugin-api';
import type { Sql, Store } from '@trialogue/store';
import { conversationColumns } from '../columns';
import { Conversation, type Handoff } from '../conversation.entity';
import { handBackId, handedBack, handedOff } from '../facts';
import type { FlowVersionInUse, FlowVersions } from '../following/flow-versions';
import { standingIn } from '../following/standing';
import type { FlowLimits } from '../limits';
import type { Message } from '../message.entity';
import type { MessageService } from '../message.service';
import { asJson, type FlowEntry } from '../stream/entry';
import { refusalOf } from '../turn/accept';
import { findTurn } from '../turn/find-turn';
import { keepForPerson } from '../turn/keep';
import { endOfTurn, usedForAnother } from '../turn/repeat';
import type { Turns } from '../turn/turns';
import type { Turn } from '../turn.entity';

export interface HandoffServices {
  readonly store: Store;
  readonly turns: Pick<Turns, 'handBack'>;
  readonly flows: FlowVersions;
  readonly messages: Pick<MessageService, 'ofTurn'>;
  readonly clock: () => Date;
  readonly limits: Pick<FlowLimits, 'idleMs' | 'handedOffMs' | 'repeatMs'>;
}

/** Somebody has given it back under the same id meanwhile. */
class GivenBackBefore extends Error {}

/** Conversations between a user and a person: taken over, spoken in, given back. */
export class Handoffs {
  constructor(private readonly services: HandoffServices) {}

  /**
   * Takes a conversation over; its flow stands still meanwhile. One that a person has already stays as it is. Throws
   * CONVERSATION_BUSY while a turn runs, CONVERSATION_ENDED or _EXPIRED when it is over.
   */
  async takeOver({ id }: Conversation, handoff: Handoff): Promise<Conversation> {
    const { store, clock, limits } = this.services;
    const now = clock();
    const taken = await store.transaction(async (sql) => {
      const row = await change(
        sql,
        `status = 'HANDED_OFF', handoff = $3, wake_at = null, expires_at = $4`,
        `status = 'ACTIVE' and expires_at > $2`,
        [id, now, JSON.stringify(handoff), new Date(now.getTime() + limits.handedOffMs)],
      );
      if (row) await this.tell(sql, row, { type: 'conversation_handed_off', handoff }, handedOff(row, now, handoff));
      return row;
    });
    if (taken) return taken;
    const row = await this.read(id);
    const refusal = refusalOf(row, now);
    if (refusal) throw refusal;
    if (row.status === 'HANDED_OFF') return row;
    throw new DomainError('CONVERSATION_BUSY', { conversation: id });
  }

  /**
   * Says something to the user. The same id again is the same message. Throws CONVERSATION_NOT_HANDED_OFF, BAD_USER_INPUT
   * for an id that was used for another text, and as `takeOver`.
   */
  async reply({ id }: Conversation, clientMessageId: string, text: string): Promise<Message> {
    const known = await this.said(id, clientMessageId, text);
    if (known) return known;
    const kept = await keepForPerson(this.services, id, { cause: 'AGENT', clientMessageId, text });
    const message = kept ? await this.said(id, clientMessageId, text) : undefined;
    if (message) return message;
    throw (
      refusalOf(await this.read(id), this.services.clock()) ??
      new DomainError('CONVERSATION_NOT_HANDED_OFF', { conversation: id })
    );
  }

  /**
   * Gives a conversation back: a flow that waits for that is told, in a turn, and with it the data; any other goes on
   * where it stood. The same id again does nothing, unless it failed before: then, as without an id, it throws as `reply`.
   */
  async giveBack(conversation: Conversation, data: JsonObject, clientHandBackId: string | null): Promise<Conversation> {
    const { id, plan, flowState } = conversation;
    const known = await this.givenBack(conversation, clientHandBackId);
    if (known) return known;
    const version = plan.flow && flowState && (await this.services.flows.get(plan.flow));
    if (version?.machine.waitsFor(flowState!).includes('agent')) {
      return this.after(await this.services.turns.handBack(conversation, data, clientHandBackId));
    }
    const { store, clock, limits } = this.services;
    const now = clock();
    const wakeAt = version ? this.wakeIn(version, flowState!, now) : null;
    const given = await store
      .transaction(async (sql) => {
        const row = await change(
          sql,
          `status = 'ACTIVE', handoff = null, wake_at = $3, wakes = 0, expires_at = greatest($4::timestamptz, $3::timestamptz)`,
          `status = 'HANDED_OFF' and expires_at > $2`,
          [id, now, wakeAt, new Date(now.getTime() + limits.idleMs)],
        );
        if (!row) return undefined;
        const entry = { type: 'conversation_handed_back' } as const;
        if (await this.tell(sql, row, entry, handedBack(row, now, clientHandBackId))) return row;
        throw new GivenBackBefore();
      })
      .catch((error) => {
        if (!(error instanceof GivenBackBefore)) throw error;
      });
    const done = given ?? (await this.givenBack(conversation, clientHandBackId));
    if (done) return done;
    throw refusalOf(await this.read(id), now) ?? new DomainError('CONVERSATION_NOT_HANDED_OFF', { conversation: id });
  }

  /** As it stands, when it was given back under this id. */
  private async givenBack({ id, unit }: Conversation, clientHandBackId: string | null) {
    if (clientHandBackId === null) return undefined;
    const { store, limits } = this.services;
    const turn = await findTurn(store.sql, id, clientHandBackId, 'BACK');
    if (turn) return this.after(await endOfTurn(store, turn, limits.repeatMs));
    const told = await store.sql('select from exp.event_ids where unit = $1 and id = $2', [
      unit,
      `${id}:${handBackId(clientHandBackId)}`,
    ]);
    return told.rowCount > 0 ? this.read(id) : undefined;
  }

  /** Its conversation, once a flow has taken it back in a turn. */
  private async after({ conversationId, status, failureMessage }: Turn): Promise<Conversation> {
    if (status === 'RUNNING') throw new DomainError('CONVERSATION_BUSY', { conversation: conversationId });
    if (status === 'COMPLETED') return this.read(conversationId);
    throw new DomainError('HAND_BACK_FAILED', { conversation: conversationId, reason: failureMessage ?? status });
  }

  /** When its flow goes on by itself: at once where its opening has not made its call yet. */
  private wakeIn({ machine }: FlowVersionInUse, state: FlowState, now: Date): Date | null {
    return machine.waitsFor(state).includes('call') ? now : standingIn(machine, state).wakeAt;
  }

  /** False: the event was told before. */
  private async tell(sql: Sql, { id, fence }: Conversation, entry: FlowEntry, event: ReturnType<typeof handedBack>) {
    const { store } = this.services;
    const { accepted } = await store.events.append(sql, [event]);
    await store.streams.append(id, fence, 1, [asJson(entry)], sql);
    return accepted > 0;
  }

  private async said(conversation: string, clientMessageId: string, text: string): Promise<Message | undefined> {
    const { store, messages } = this.services;
    const turn = await findTurn(store.sql, conversation, clientMessageId, 'AGENT');
    const message = turn && (await messages.ofTurn(conversation, turn.number))[0];
    if (message && message.text !== text) throw usedForAnother(clientMessageId);
    return message;
  }

  private async read(id: string): Promise<Conversation> {
    const { sql } = this.services.store;
    const { rows } = await sql<Conversation>(`select ${conversationColumns} from exp.conversations where id = $1`, [
      id,
    ]);
    return Object.assign(new Conversation(), rows[0]);
  }
}

/** As a turn would: the fence for the entry in the stream, the version for whoever goes on from it. */
async function change(sql: Sql, set: string, where: string, values: unknown[]): Promise<Conversation | undefined> {
  const { rows } = await sql<Conversation>(
    `update exp.conversations set fence = fence + 1, version = version + 1, ${set}
     where id = $1 and lease_until is null and ${where} returning ${conversationColumns}`,
    values,
  );
  return rows[0] && Object.assign(new Conversation(), rows[0]);
}
