import { Controller, Get, Header, Res } from '@nestjs/common';
import { Allow } from '@earshot/platform/http';
import { type Response } from 'express';
import { register } from 'prom-client';
import { HealthRegistry, type Readiness } from './health-registry';

/** For whoever runs the process: does it live, is it of use, what does it count. Open, and without any content. */
@Controller()
@Allow('public')
export class HealthController {
  constructor(private readonly health: HealthRegistry) {}

  @Get('health/live')
  live(): { live: true } {
    return { live: true };
  }

  /** 200 once every required part is well, else 503; the body names all parts either way. */
  @Get('health/ready')
  async ready(@Res({ passthrough: true }) response: Response): Promise<Readiness> {
    const readiness = await this.health.readiness();
    response.status(readiness.ready ? 200 : 503);
    return readiness;
  }

  /** Prometheus text format. */
  @Get('metrics')
  @Header('Content-Type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }
}
