export { diffText, type Paint } from './diff-text';
export type { VersionChange } from './version-changes';
