/** A tab in the background gets no animation frames; a change must not wait there longer than this. */
const BACKGROUND_MS = 250;

/**
 * Runs the newest of several writes at most once per animation frame, so that a burst on the socket costs one
 * rendering. In a background tab a timer takes the frame's place: an alarm must not wait for a glance.
 */
export class FrameWriter {
  private write: (() => void) | null = null;
  private frame = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Replaces the write that waits for the next frame. */
  schedule(write: () => void): void {
    const isWaiting = this.write !== null;
    this.write = write;
    if (isWaiting) return;
    this.frame = requestAnimationFrame(() => this.flush());
    this.timer = setTimeout(() => this.flush(), BACKGROUND_MS);
  }

  /** Drops what waits. */
  cancel(): void {
    cancelAnimationFrame(this.frame);
    clearTimeout(this.timer);
    this.write = null;
  }

  private flush(): void {
    const write = this.write;
    this.cancel();
    write?.();
  }
}
