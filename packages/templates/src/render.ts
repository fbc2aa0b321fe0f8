/** What renders: of this package, the part that runs in a web page too. */
export { completeVariables, type RenderedMessage, renderVersion, type Version } from './render-version';
