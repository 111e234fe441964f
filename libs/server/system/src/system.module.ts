import { Controller, Get, Module } from '@nestjs/common';
import { Allow } from '@earshot/platform/http';
import { openApiDocument } from './openapi';

/** Tells others how to talk to us. */
@Controller('api/openapi.json')
@Allow('public')
class OpenApiController {
  private document: Record<string, unknown> | null = null;

  @Get()
  read(): Record<string, unknown> {
    // Made when somebody asks: a start is not held up by it.
    return (this.document ??= openApiDocument());
  }
}

/** The description of the interface (role `api`). */
@Module({ controllers: [OpenApiController] })
export class SystemModule {}
