import {
  ApplicationInitStatus,
  ChangeDetectionStrategy,
  Component,
  provideZonelessChangeDetection,
} from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Router, provideRouter, withComponentInputBinding } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { FakeServer, aPerson, aProblem } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { loggedIn, mayUse, toHome } from './guards';
import { FreshPage } from './fresh-page';
import { LoginPage } from './login-page';
import { RememberedPages } from './testing/remembered-pages';

@Component({
  selector: 'es-somewhere',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: '',
})
class Somewhere {}

const soon = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function at(address: string, server: FakeServer) {
  localStorage.setItem('earshot.language', 'en');
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      RememberedPages.provide(),
      provideRouter(
        [
          { path: 'login', component: LoginPage },
          {
            path: '',
            canActivate: [loggedIn],
            children: [
              { path: '', pathMatch: 'full', canActivate: [toHome], children: [] },
              { path: 'intake', canMatch: [mayUse('intake')], component: Somewhere },
              { path: 'safety', canMatch: [mayUse('safety')], component: Somewhere },
              { path: 'live', canMatch: [mayUse('live')], component: Somewhere },
              { path: '**', component: Somewhere, data: { nowhere: true } },
            ],
          },
        ],
        withComponentInputBinding(),
      ),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const harness = await RouterTestingHarness.create(address);
  const router = TestBed.inject(Router);
  const isNowhere = (): boolean =>
    router.routerState.snapshot.root.firstChild?.firstChild?.data['nowhere'] === true;
  return { harness, router, server, isNowhere };
}

async function logIn(harness: RouterTestingHarness, email: string): Promise<void> {
  const page = harness.routeNativeElement as HTMLElement;
  const type = (kind: string, value: string): void => {
    const input = page.querySelector<HTMLInputElement>(`input[type=${kind}]`);
    if (!input) throw new Error(`no ${kind} field`);
    input.value = value;
    input.dispatchEvent(new Event('input'));
  };
  type('email', email);
  type('password', 'secret');
  await harness.fixture.whenStable();
  page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
  await soon();
}

const nobody = (): FakeServer =>
  FakeServer.start().on('GET /session/probe', () => ({ body: { person: null } }));
const person = (over: Parameters<typeof aPerson>[0]): FakeServer =>
  FakeServer.start().on('GET /session/probe', () => ({ body: { person: aPerson(over) } }));

describe('coming in', () => {
  it('asks for a login, and goes on to where the person wanted to go', async () => {
    const server = nobody();
    const { harness, router } = await at('/safety?flag=x', server);
    expect(router.url).toBe('/login?return=%2Fsafety%3Fflag%3Dx');
    server
      .on('POST /session', () => ({ body: aPerson() }))
      .on('GET /session/probe', () => ({ body: { person: aPerson({ roles: ['safety'] }) } }));
    await logIn(harness, 'p@example.test');
    expect(server.callsOf('POST /session')[0]?.body).toEqual({ email: 'p@example.test', password: 'secret' });
    expect(router.url).toBe('/safety?flag=x');
  });

  it('loads the page anew for somebody else than who worked in it', async () => {
    const server = person({ roles: ['safety'] });
    const { harness, router } = await at('/safety', server);
    await harness.navigateByUrl('/login?return=%2Fsafety%3Fflag%3Dx');
    server
      .on('POST /session', () => ({ body: aPerson() }))
      .on('GET /session/probe', () => ({ body: { person: aPerson({ email: 'another@example.test' }) } }));
    await logIn(harness, 'another@example.test');
    expect((TestBed.inject(FreshPage) as RememberedPages).opened).toEqual(['/safety?flag=x']);
    expect(router.url).toBe('/login?return=%2Fsafety%3Fflag%3Dx');
  });

  it('says that the password was wrong', async () => {
    const server = nobody().on('POST /session', () => ({
      status: 401,
      body: aProblem('wrong-credentials', 401),
    }));
    const { harness } = await at('/login', server);
    const page = harness.routeNativeElement as HTMLElement;
    for (const input of page.querySelectorAll('input')) {
      input.value = 'x@y';
      input.dispatchEvent(new Event('input'));
    }
    await harness.fixture.whenStable();
    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await soon();
    await harness.fixture.whenStable();
    expect(page.querySelector('[role=alert]')?.textContent).toContain('Wrong e-mail or password.');
  });

  it.each([
    ['an officer begins at the lane', { roles: ['safety' as const] }, '/safety'],
    ['an administrator at the intake', { roles: ['administrator' as const] }, '/intake'],
    ['a supervisor at the figures', { roles: ['supervisor' as const] }, '/live'],
  ])('%s', async (_name, over, url) => {
    const { router } = await at('/', person(over));
    expect(router.url).toBe(url);
  });

  it.each([
    ['keeps the browser’s language where the account has chosen none', null, 'en'],
    ['speaks the language that the account has chosen', 'zh-CN' as const, 'zh-CN'],
  ])('%s', async (_name, language, expected) => {
    await at('/live', person({ roles: ['supervisor'], language }));
    expect(document.documentElement.lang).toBe(expected);
  });

  it('hides a workspace from those who may not use it', async () => {
    const { isNowhere } = await at('/live', person({ roles: ['administrator'] }));
    expect(isNowhere()).toBe(true);
  });
});
