import { type NextFunction, type Request, type Response } from 'express';

/** Counts the requests that are being answered, so that a shutdown can wait for them. */
export class InFlight {
  private count = 0;
  private isClosing = false;
  private onIdle: (() => void) | null = null;

  /** Express middleware. While closing, each answer asks for its connection to be closed. */
  readonly middleware = (_request: Request, response: Response, next: NextFunction): void => {
    this.count += 1;
    if (this.isClosing) response.setHeader('Connection', 'close');
    response.once('close', () => {
      this.count -= 1;
      if (this.count === 0) this.onIdle?.();
    });
    next();
  };

  /** Resolves when nothing is being answered. */
  idle(): Promise<void> {
    this.isClosing = true;
    if (this.count === 0) return Promise.resolve();
    return new Promise((done) => (this.onIdle = done));
  }
}
