import { Controller, Get, Module } from '@nestjs/common';
import { Allow } from '@earshot/platform/http';
import { openApiDocument } from './openapi';

/** Tells others how to talk to us. */
@Controller('api/openapi.json')
@Allow('public')
class OpenApiController {
  private readonly document = openApiDocument();

  @Get()
  read(): Record<string, unknown> {
    return this.document;
  }
}

/** The description of the interface (role `api`). */
@Module({ controllers: [OpenApiController] })
export class SystemModule {}
