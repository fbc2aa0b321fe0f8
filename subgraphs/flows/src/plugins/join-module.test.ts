import { joinModule } from './join-module';

test.each(['extend type Subscription { ticks: Int }', 'type Subscription { ticks: Int }'])(
  'a module that declares root fields without a scope is refused: %s',
  (typeDefs) => {
    expect(() => joinModule({ typeDefs, resolvers: {} }, 'type Query { a: Int }')).toThrow(
      'it declares fields of Subscription, and plugins can bring none',
    );
  },
);
