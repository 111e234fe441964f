export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: string[];
}
export function countsOfJest(report: object | null, exitCode: number): Counts;
export function countsOfTap(report: string | null, exitCode: number): Counts;
export function summary(results: readonly (Counts & { name: string; seconds: number })[]): string;
