export {
  formatClock,
  formatCount,
  formatDuration,
  formatExact,
  formatMoment,
  formatNumber,
  formatRate,
  formatTime,
  noValue,
} from './format';
export { Format } from './format-service';
export { provideWords } from './provide-words';
export { type CountKey, type WordKey, Words } from './words-service';
