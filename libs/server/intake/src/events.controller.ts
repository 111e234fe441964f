import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { refusalCodes, type IntakeAnswer, type ProblemCode } from '@earshot/contracts';
import { IntakeKeys, type IntakeKeyOwner } from '@earshot/data-access';
import { isDatabaseTrouble } from '@earshot/platform/database';
import { Allow, isAppError, problem, type AppRequest } from '@earshot/platform/http';
import { drain, readBody } from './body';
import { HttpIntake } from './http-intake';
import { eventsOfBody, parseBody } from './raw-event';
import { RefusalCounter } from './refusal-counter';
import { WaitingBytes } from './waiting-bytes';

/**
 * Things in one array at most. The shortest event takes over 130 bytes, so that no body of events holds more; one of
 * eight million numbers would fill the memory with reasons why they are none.
 */
const MOST_ITEMS = 150_000;

/** `POST /api/v1/events`: events over HTTP, authorised by an intake key. */
@Controller('api/v1/events')
@Allow('public')
export class EventsController {
  private readonly waiting = new WaitingBytes();

  constructor(
    private readonly intake: HttpIntake,
    private readonly keys: IntakeKeys,
    private readonly refusals: RefusalCounter,
  ) {}

  @Post()
  @HttpCode(202)
  async post(@Req() request: AppRequest): Promise<IntakeAnswer> {
    try {
      const owner = await this.ownerOf(request);
      const room = this.waiting.open(JSON.stringify([owner.brandId, owner.vendorId]));
      const isLocal = isLoopback(request.socket.remoteAddress);
      try {
        const body = await readBody(request, room, { isPatient: isLocal });
        return await this.take(owner, body, isLocal);
      } finally {
        room.close();
      }
    } catch (error) {
      if (isAppError(error) && counted.has(error.code)) this.refusals.count(error.code);
      if (isDatabaseTrouble(error)) {
        throw problem('unavailable', 'The database cannot take them now. Send the same events again.', {
          retryAfterSeconds: 2,
          cause: error,
        });
      }
      throw error;
    }
  }

  private async take(owner: IntakeKeyOwner, bytes: Buffer, isLocal: boolean): Promise<IntakeAnswer> {
    const body = parseBody(bytes);
    if (body === undefined) throw problem('malformed-json', 'The body is no JSON in UTF-8.');
    if (Array.isArray(body) && body.length > MOST_ITEMS) {
      throw problem('body-too-large', `Batches hold at most ${MOST_ITEMS} events; send them in several.`);
    }
    const events = eventsOfBody(body);
    if (events === null) throw problem('not-an-event', 'Send one CloudEvent, or an array of them.');
    return this.intake.take(owner, events, isLocal);
  }

  private async ownerOf(request: AppRequest): Promise<IntakeKeyOwner> {
    const [, key] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
    const owner = key === undefined ? null : await this.keys.resolve(key);
    if (owner !== null) return owner;
    drain(request);
    if (key === undefined)
      throw problem('intake-key-missing', 'Send the intake key as "Authorization: Bearer …".');
    throw problem('intake-key-unknown', 'This intake key is not known, or was revoked.');
  }
}

const counted = new Set<ProblemCode>(refusalCodes);

function isLoopback(address: string | undefined): boolean {
  return address === '::1' || /^(::ffff:)?127\./.test(address ?? '');
}
