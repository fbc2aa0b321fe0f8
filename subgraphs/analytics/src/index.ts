export { type Analytics, type AnalyticsOptions, openAnalytics } from './main';
export type { Price, Prices } from './performance/prices';
