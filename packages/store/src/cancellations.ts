import type { Notifications } from './notifications';

/** Word between processes that the turn of a conversation is to be cancelled. It may be lost: who runs one also looks. */
export class Cancellations {
  constructor(private readonly notifications: Pick<Notifications, 'on' | 'sendElsewhere'>) {}

  /** Tells the other processes soon. Never throws. */
  tell(conversation: string): void {
    this.notifications.sendElsewhere('exp_cancels', conversation);
  }

  /** Calls back with a conversation; answers how to stop. */
  on(listener: (conversation: string) => void): () => void {
    return this.notifications.on('exp_cancels', listener);
  }
}
