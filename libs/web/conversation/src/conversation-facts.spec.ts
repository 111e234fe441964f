import { ApplicationInitStatus, provideZonelessChangeDetection } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { type WhoAmI } from '@earshot/contracts';
import { FakeServer, FakeSocket, SessionStore, aConversation, aPerson } from '@earshot/web/data-access';
import { provideWords } from '@earshot/web/i18n';
import { ConversationFacts } from './conversation-facts';

async function factsFor(person: Partial<WhoAmI>, conversation = aConversation()): Promise<string> {
  localStorage.setItem('earshot.language', 'en');
  FakeServer.start().on('GET /session/probe', () => ({ body: { person: aPerson(person) } }));
  TestBed.configureTestingModule({
    providers: [
      provideZonelessChangeDetection(),
      provideWords(),
      provideRouter([]),
      new FakeSocket().provide(),
    ],
  });
  await TestBed.inject(ApplicationInitStatus).donePromise;
  await TestBed.inject(SessionStore).load();
  const fixture = TestBed.createComponent(ConversationFacts);
  fixture.componentRef.setInput('conversation', conversation);
  fixture.componentRef.setInput('now', Date.parse(conversation.openedAt));
  await fixture.whenStable();
  return (fixture.nativeElement as HTMLElement).textContent ?? '';
}

const closed = aConversation({ state: 'closed', closedAt: aConversation().openedAt });
const notKept = {
  conversationId: 'c-1',
  vendorId: 'vendor-a',
  planId: 'baseline',
  planVersion: 1,
  purpose: 'random' as const,
  kept: false,
  p: '0.1',
  inclusionProbability: '0.1',
  stratum: '',
  reason: 'random',
  decidedAt: closed.openedAt,
  superseded: false,
};
const vendor = { roles: ['vendor-manager' as const], vendorIds: ['vendor-a'] };

describe('what is said of the selection', () => {
  it.each([
    ['that it was not kept', {}, { ...closed, selections: [notKept] }, 'not kept'],
    ['that it is being decided, of an open one', {}, aConversation(), 'Being decided'],
    ['that there is none on record', {}, closed, 'No decision is on record'],
    ['that an officer is not shown it', { roles: ['safety' as const] }, closed, 'not shown to your role'],
    ['when a vendor will be shown it', vendor, closed, 'once the key of its month'],
  ])('%s', async (_name, person, conversation, expected) => {
    const text = await factsFor(person, conversation);
    expect(text).toContain(expected);
    if (conversation.state === 'closed') expect(text).not.toContain('Being decided');
  });
});

describe('what is said of the comparison with other conversations', () => {
  const replies = [{ messageId: 'm1', noHelp: 0.1, reasons: [], alsoIn: null }];
  it.each([
    ['with how many', 412, replies, '412 other conversations'],
    ['that it took too long', null, replies, 'not compared: took too long'],
    ['nothing, where nobody replied', 0, [], '–'],
  ])('%s', async (_name, compared, given, expected) => {
    const text = await factsFor({}, aConversation({ help: { score: null, replies: given, compared } }));
    expect(text).toMatch(new RegExp(`Replies compared with\\s*${expected}`));
  });
});

describe('what is said of its reviews', () => {
  const words = (text: string) => ({ 'zh-CN': text, en: text });
  const failed = {
    id: 'r-1',
    reviewer: 'Reviewer One',
    submittedAt: closed.openedAt,
    scorePercent: 62,
    passed: false,
    remarks: [
      { title: words('Safety first'), note: 'Nobody was told.', failsReview: true },
      { title: words('Greeting'), note: 'Warm.', failsReview: false },
    ],
    note: 'Talk to the agent.',
  };
  const reviewed = aConversation({ ...closed, reviews: [failed] });

  it('who failed it, with the critical criterion and the comments', async () => {
    const text = (await factsFor({ roles: ['lead'] }, reviewed)).replace(/\s+/g, ' ');
    expect(text).toMatch(/Quality reviews\s?failed · 62.% Reviewer One/);
    expect(text).toContain('Failed critical criterion: Safety first Nobody was told.');
    expect(text).toContain('Greeting Warm. On the whole: Talk to the agent.');
    expect(text.match(/Failed critical/g)).toHaveLength(1);
  });

  it('that there is none, to those who might read one, and nothing to others', async () => {
    expect(await factsFor({ roles: ['auditor'] }, closed)).toContain('No review of it was submitted.');
    TestBed.resetTestingModule();
    const judging = aConversation({ ...closed, reviews: null });
    expect(await factsFor({ roles: ['lead'] }, judging)).toContain(
      'once your own review of it can no longer',
    );
    TestBed.resetTestingModule();
    expect(await factsFor({ roles: ['safety'] }, closed)).not.toContain('Quality reviews');
  });
});
