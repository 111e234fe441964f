export { type HeatCell, HeatMap, type HeatRow } from './heat-map';
export { LineChart } from './line-chart';
export { type Line, type Point, type Scale, type TargetLine } from './series';
