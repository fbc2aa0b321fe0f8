export { type Analytics, type AnalyticsOptions, openAnalytics } from './main';
