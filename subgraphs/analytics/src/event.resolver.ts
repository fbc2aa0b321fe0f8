import { type Connection, Scoped, toConnection } from '@trialogue/subgraph';
import { Arg, ID, Int, Mutation, Query, Resolver } from 'type-graphql';
import { EventConnection, type LoggedEvent, TrackedEvent, TrackedEvents } from './event';
import type { EventService } from './event.service';

@Resolver()
export class EventResolver {
  constructor(private readonly events: EventService) {}

  @Scoped('track')
  @Mutation(() => TrackedEvents, {
    description:
      'Takes up to 500 events, each on its own merits. The answer comes after the commit: after none, send the batch again.',
  })
  trackEvents(@Arg('events', () => [TrackedEvent]) events: TrackedEvent[]): Promise<TrackedEvents> {
    return this.events.track(events);
  }

  @Scoped('read')
  @Query(() => EventConnection, { name: 'events', description: 'The event log, newest first.' })
  async page(
    @Arg('unit', () => ID, { nullable: true }) unit: string | null,
    @Arg('type', () => String, { nullable: true }) type: string | null,
    @Arg('first', () => Int, { nullable: true, defaultValue: 20 }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
  ): Promise<Connection<LoggedEvent>> {
    const limit = first ?? 20;
    return toConnection(await this.events.page({ unit, type, first: limit, after }), limit, ({ place }) => place);
  }
}
