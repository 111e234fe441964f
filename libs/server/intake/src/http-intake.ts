import { Injectable } from '@nestjs/common';
import type { IntakeAnswer } from '@earshot/contracts';
import { Clock } from '@earshot/platform/clock';
import type { IntakeKeyOwner } from '@earshot/data-access';
import { problem } from '@earshot/platform/http';
import { IntakeDesk } from './intake-desk';
import type { RawEvent } from './raw-event';

/** Events written in one transaction at most; a larger body takes several. */
const MOST_EVENTS = 4_000;
/** Events waiting at which callers from elsewhere are asked to come later. */
const CROWDED = 40_000;
/** Batches written at once. */
const CONCURRENCY = 2;

interface Waiting {
  readonly owner: IntakeKeyOwner;
  readonly events: readonly RawEvent[];
  readonly resolve: (answer: IntakeAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes what comes over HTTP. Requests that wait at the same time are written together, so that many small ones
 * cost no more than a few large ones. Each is answered after its commit.
 */
@Injectable()
export class HttpIntake {
  private queue: Waiting[] = [];
  private waitingEvents = 0;
  private writing = 0;

  constructor(
    private readonly desk: IntakeDesk,
    private readonly clock: Clock,
  ) {}

  /** Problems: `throttled` from elsewhere than this machine while too much waits; `unavailable` without database. */
  take(owner: IntakeKeyOwner, events: readonly RawEvent[], isLocal: boolean): Promise<IntakeAnswer> {
    if (events.length === 0) return Promise.resolve({ accepted: 0, duplicates: 0, rejected: [] });
    if (!isLocal && this.waitingEvents > CROWDED) {
      throw problem('throttled', 'Too much is waiting to be written. Send the same events again later.', {
        retryAfterSeconds: 2,
      });
    }
    return new Promise((resolve, reject) => {
      this.waitingEvents += events.length;
      this.queue.push({ owner, events, resolve, reject });
      this.next();
    });
  }

  private next(): void {
    while (this.writing < CONCURRENCY && this.queue.length > 0) {
      const group = this.group();
      this.writing++;
      void this.write(group).finally(() => {
        this.writing--;
        this.next();
      });
    }
  }

  /** The oldest request, with those behind it that belong to the same owner, up to one batch. */
  private group(): Waiting[] {
    const [first] = this.queue;
    if (first === undefined) return [];
    const group: Waiting[] = [];
    const rest: Waiting[] = [];
    let events = 0;
    for (const waiting of this.queue) {
      const isSame =
        waiting.owner.brandId === first.owner.brandId && waiting.owner.vendorId === first.owner.vendorId;
      const fits = group.length === 0 || events + waiting.events.length <= MOST_EVENTS;
      if (isSame && fits) {
        group.push(waiting);
        events += waiting.events.length;
      } else rest.push(waiting);
    }
    this.queue = rest;
    this.waitingEvents -= events;
    return group;
  }

  private async write(group: readonly Waiting[]): Promise<void> {
    const [first] = group;
    if (first === undefined) return;
    try {
      const answers = await this.writeAll(first.owner, group);
      group.forEach((waiting, index) => {
        waiting.resolve(answers[index] ?? { accepted: 0, duplicates: 0, rejected: [] });
      });
    } catch (error) {
      for (const waiting of group) waiting.reject(error);
    }
  }

  private async writeAll(owner: IntakeKeyOwner, group: readonly Waiting[]): Promise<IntakeAnswer[]> {
    const answers: IntakeAnswer[] = group.map(({ events }) => ({
      accepted: events.length,
      duplicates: 0,
      rejected: [],
    }));
    // One numbering over all requests of the group, so that each finds its own again.
    const places = group.flatMap(({ events }, request) => events.map((event) => ({ request, event })));
    for (let at = 0; at < places.length; at += MOST_EVENTS) {
      const part = places.slice(at, at + MOST_EVENTS);
      const outcome = await this.desk.write({
        events: part.map(({ event }, index) => ({
          ...event,
          index: at + index,
          itemIndex: event.index,
        })),
        brandId: owner.brandId,
        boundVendorId: owner.vendorId,
        writer: null,
        offset: null,
        receivedAt: this.clock.now(),
      });
      for (const index of outcome.duplicates) {
        const answer = answers[places[index]?.request ?? -1];
        if (answer === undefined) continue;
        answer.duplicates++;
        answer.accepted--;
      }
      for (const { index, id, rejection } of outcome.rejected) {
        const { code, detail, pointer } = rejection;
        const place = places[index];
        const answer = answers[place?.request ?? -1];
        if (answer === undefined || place === undefined) continue;
        answer.rejected.push({ index: place.event.index, id, code, detail, pointer });
        answer.accepted--;
      }
    }
    return answers;
  }
}
