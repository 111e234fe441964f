/** What every service's handle can do; see process.mjs. */
export interface ServiceHandle {
  readonly dir: string;
  readonly port: number;
  readonly pid: number | null;
  stop(): Promise<void>;
  kill9(): Promise<void>;
  restart(): Promise<this>;
  remove(): Promise<void>;
}
export function freePort(): Promise<number>;
export function isRunning(pid: number, mark: string): boolean;
export function attach(dir: string): ServiceHandle | null;
