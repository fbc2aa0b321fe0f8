import { PluginRefused } from './import-plugin';

/** Whether a plugin of another place is called so. */
export type NameTaken = (name: string) => Promise<boolean>;

/** Throws PluginRefused. To be asked before a plugin is lent anything, for what it is lent goes by its name. */
export async function refuseTaken(name: string, taken: NameTaken): Promise<void> {
  if (await taken(name)) throw new PluginRefused(`there is a plugin ${name} before it`);
}
