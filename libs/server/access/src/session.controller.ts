import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Req, Res } from '@nestjs/common';
import {
  firstAdministratorSchema,
  loginSchema,
  preferencesSchema,
  type SessionProbe,
  type WhoAmI,
} from '@earshot/contracts';
import { type Scope } from '@earshot/domain/access';
import { Allow, bodyOf, SessionReader, Viewer } from '@earshot/platform/http';
import { type Request, type Response } from 'express';
import { type z } from 'zod';
import { FirstAdministrator } from './first-administrator';
import { LogIn } from './log-in';
import { OwnAccount } from './own-account';
import { SessionLedger } from './session-ledger';
import { SessionCookie } from './session-token';

/** Log in, who am I, log out. */
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly logIn: LogIn,
    private readonly account: OwnAccount,
    private readonly ledger: SessionLedger,
    private readonly cookie: SessionCookie,
    private readonly sessions: SessionReader,
  ) {}

  @Post()
  @HttpCode(200)
  @Allow('public')
  async begin(
    @Body(bodyOf(loginSchema)) { email, password }: z.output<typeof loginSchema>,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<WhoAmI> {
    const { token, person } = await this.logIn.execute({
      email,
      password,
      address: request.socket.remoteAddress ?? 'unknown',
      earlierToken: this.cookie.read(request.headers.cookie),
    });
    response.setHeader('Set-Cookie', this.cookie.give(token));
    response.setHeader('Cache-Control', 'no-store');
    return this.account.describe(person);
  }

  /** Like `GET`, for those who may not be logged in: a browser would write its 401 to the console as an error. */
  @Get('probe')
  @Allow('public')
  async probe(
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionProbe> {
    response.setHeader('Cache-Control', 'no-store');
    const scope = await this.sessions.read(request.headers.cookie);
    return { person: scope === null ? null : await this.account.whoAmI(scope.personId) };
  }

  @Get()
  @Allow('any')
  whoAmI(@Viewer() scope: Scope): Promise<WhoAmI> {
    return this.account.whoAmI(scope.personId);
  }

  @Patch()
  @Allow('any')
  async prefer(
    @Viewer() scope: Scope,
    @Body(bodyOf(preferencesSchema)) { language }: z.output<typeof preferencesSchema>,
  ): Promise<WhoAmI> {
    if (language !== undefined) await this.account.setLanguage(scope.personId, language);
    return this.account.whoAmI(scope.personId);
  }

  @Delete()
  @HttpCode(204)
  @Allow('any')
  async end(
    @Viewer() scope: Scope,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    await this.ledger.end(scope.personId, this.cookie.read(request.headers.cookie));
    response.setHeader('Set-Cookie', this.cookie.take());
  }
}

/** Redeems the printed one-time link. */
@Controller('api/v1/first-administrator')
export class FirstAdministratorController {
  constructor(private readonly first: FirstAdministrator) {}

  @Post()
  @HttpCode(204)
  @Allow('public')
  redeem(
    @Body(bodyOf(firstAdministratorSchema)) given: z.output<typeof firstAdministratorSchema>,
    @Req() request: Request,
  ): Promise<void> {
    return this.first.redeem(given, request.socket.remoteAddress ?? 'unknown');
  }
}
