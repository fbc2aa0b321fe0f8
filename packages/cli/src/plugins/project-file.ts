import { makeLogger } from '../logger';
import { PluginsFile } from '../plugins-file';
import type { Settings } from '../settings';

/** The project's `plugins.yml`, for a command: what is wrong with it is said where everything else is. */
export const projectFile = ({ root }: Pick<Settings, 'root'>): PluginsFile =>
  new PluginsFile(root, makeLogger('error'));
