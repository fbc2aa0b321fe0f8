import { gauge, type Telemetry } from '@trialogue/telemetry';
import type { Plugins } from './plugins';

const circuits = ['CLOSED', 'HALF_OPEN', 'OPEN'] as const;
const states = ['LOADED', 'REFUSED', 'FAILED'] as const;

/** Shows how the plugins of this process do. */
export function watchPlugins({ registry }: Telemetry, plugins: Pick<Plugins, 'states'>): void {
  const strategies = () => plugins.states.flatMap((plugin) => plugin.strategies);
  const ofPlugins = { name: 'trialogue_plugin_state', labels: ['plugin', 'state'] } as const;
  const help = 'Plugins of this process: 1 for the state that each is in.';
  gauge<'plugin' | 'state'>(registry, { ...ofPlugins, help }, (set) => {
    for (const { place, state } of plugins.states)
      for (const one of states) set(one === state ? 1 : 0, { plugin: place, state: one.toLowerCase() });
  });
  const restarts = {
    name: 'trialogue_plugin_restarts',
    help: 'How often the worker of a plugin was started again since the plugin was loaded.',
    labels: ['plugin'],
  } as const;
  gauge<'plugin'>(registry, restarts, (set) => {
    for (const plugin of plugins.states) set(plugin.restarts, { plugin: plugin.place });
  });
  const circuit = {
    name: 'trialogue_strategy_circuit',
    help: 'Whether a strategy is called: 1 for the state that its circuit is in.',
    labels: ['strategy', 'state'],
  } as const;
  gauge<'strategy' | 'state'>(registry, circuit, (set) => {
    for (const strategy of strategies())
      for (const one of circuits)
        set(one === strategy.circuit ? 1 : 0, { strategy: strategy.name, state: one.toLowerCase() });
  });
  const figure = (name: string, text: string, of: 'calls' | 'failures') =>
    gauge<'strategy'>(registry, { name, help: text, labels: ['strategy'] }, (set) => {
      for (const strategy of strategies()) set(strategy[of], { strategy: strategy.name });
    });
  figure('trialogue_strategy_calls', 'Calls of a strategy that ended, those that another runs included.', 'calls');
  figure('trialogue_strategy_failures', 'Of them, those that failed through the strategy or what it asks.', 'failures');
}
