import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import {
  FakeServer,
  FakeSocket,
  IntakeStore,
  SessionStore,
  aPerson,
  aProblem,
} from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { SessionEnded } from './session-ended';

const soon = (ms = 30): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function anEndedSession() {
  localStorage.setItem('earshot.language', 'en');
  const server = FakeServer.start()
    .on('GET /session/probe', () => ({ body: { person: aPerson() } }))
    .on('GET /intake/rejected/r-1', () => ({ status: 401, body: aProblem('not-logged-in', 401) }))
    .on('POST /session', ({ body }) =>
      (body as { password: string }).password === 'right'
        ? { body: aPerson() }
        : { status: 401, body: aProblem('wrong-credentials', 401) },
    );
  TestBed.configureTestingModule({
    providers: [provideZonelessChangeDetection(), provideWords(), new FakeSocket().provide()],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  const session = TestBed.inject(SessionStore);
  await session.load();
  await expect(TestBed.inject(IntakeStore).detail('r-1')).rejects.toMatchObject({ code: 'not-logged-in' });
  const fixture = TestBed.createComponent(SessionEnded);
  fixture.componentRef.setInput('open', true);
  fixture.componentRef.setInput('email', 'p@example.test');
  const page = fixture.nativeElement as HTMLElement;
  document.body.append(page);
  const settle = async (): Promise<void> => {
    await soon();
    await fixture.whenStable();
  };
  await settle();
  const tryPassword = async (text: string): Promise<void> => {
    const input = page.querySelector<HTMLInputElement>('input[type=password]');
    if (!input) throw new Error('no password field');
    input.value = text;
    input.dispatchEvent(new Event('input'));
    await settle();
    page.querySelector<HTMLButtonElement>('button[type=submit]')?.click();
    await settle();
  };
  return { server, session, page, tryPassword };
}

describe('a session that ended while something was being written', () => {
  it('is asked about in a dialog of its own, in the field for the password', async () => {
    const { session, page } = await anEndedSession();
    expect(session.ended()).toBe(true);
    expect(page.querySelector('dialog')?.open).toBe(true);
    expect(document.activeElement?.getAttribute('type')).toBe('password');
  });

  it('begins anew for the same person without leaving the page; a wrong password is told', async () => {
    const { server, session, page, tryPassword } = await anEndedSession();
    await tryPassword('wrong');
    expect(page.querySelector('es-failure')?.textContent).toContain('Wrong e-mail or password.');
    expect(session.ended()).toBe(true);
    await tryPassword('right');
    expect(session.ended()).toBe(false);
    expect(server.callsOf('POST /session').at(-1)?.body).toEqual({
      email: 'p@example.test',
      password: 'right',
    });
  });
});
