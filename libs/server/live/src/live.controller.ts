import { Controller, Get } from '@nestjs/common';
import { type SafetyData } from '@earshot/contracts';
import { PresenceRepository } from '@earshot/data-access';
import { readersOf, type Scope } from '@earshot/domain/access';
import { Allow, Viewer } from '@earshot/platform/http';
import { readSafety } from './read-safety';
import { LiveReads } from './tiles-feed';

/** What live views hold, read once: for a page whose live connection is lost. Nobody counts as looking by that. */
@Controller('api/v1/live')
@Allow(...readersOf('flags'))
export class LiveController {
  constructor(private readonly reads: LiveReads) {}

  @Get('safety')
  safety(@Viewer() scope: Scope): Promise<SafetyData> {
    const presence = new PresenceRepository(this.reads.database);
    return readSafety(this.reads, scope, {
      officersLooking: (brandIds) => (brandIds.length === 0 ? Promise.resolve(0) : presence.count(brandIds)),
    });
  }
}
