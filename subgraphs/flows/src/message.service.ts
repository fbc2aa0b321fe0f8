import { DomainError } from '@trialogue/errors';
import type { Store } from '@trialogue/store';
import { type Connection, decodeCursor, limitOf, toConnection } from '@trialogue/subgraph';
import { messageColumns } from './columns';
import { Message, MessageRole } from './message.entity';

export interface MessagePage {
  readonly first: number;
  readonly after?: string;
}

/** Reads messages, in the order in which they were said. */
export class MessageService {
  constructor(private readonly store: Store) {}

  /** The same page of several conversations, in one statement. */
  async pages(conversations: readonly string[], { first, after }: MessagePage): Promise<Connection<Message>[]> {
    const [turn, role] = after === undefined ? [0, MessageRole.USER] : positionOf(after);
    const { rows } = await this.store.sql<Message>(
      `select m.* from unnest($1::text[]) as c (id) cross join lateral (
         select ${messageColumns} from exp.messages
         where conversation = c.id and turn >= $2 and (turn > $2 or role < $3)
         order by turn, role desc limit $4) m`,
      [conversations, turn, role, limitOf(first)],
    );
    const messages = rows.map((row) => Object.assign(new Message(), row));
    return conversations.map((id) =>
      toConnection(
        messages.filter(({ conversation }) => conversation === id),
        first,
        (message) => `${message.turn} ${message.role}`,
      ),
    );
  }

  /** The last ones, oldest first. */
  async latest(conversation: string, count: number): Promise<Message[]> {
    const { rows } = await this.store.sql<Message>(
      `select ${messageColumns} from exp.messages where conversation = $1 order by turn desc, role limit $2`,
      [conversation, count],
    );
    return rows.reverse().map((row) => Object.assign(new Message(), row));
  }

  async ofTurn(conversation: string, turn: number): Promise<Message[]> {
    const { rows } = await this.store.sql<Message>(
      `select ${messageColumns} from exp.messages where conversation = $1 and turn = $2`,
      [conversation, turn],
    );
    return rows.map((row) => Object.assign(new Message(), row));
  }
}

/** Within a turn the user speaks first, and USER is behind ASSISTANT in the alphabet. */
function positionOf(after: string): [number, MessageRole] {
  const [, turn, role] = /^(\d{1,9}) (USER|ASSISTANT|AGENT)$/.exec(decodeCursor(after)) ?? [];
  if (turn === undefined) throw new DomainError('CURSOR_INVALID', { cursor: after });
  return [Number(turn), role as MessageRole];
}
