import { runStages, type Stage } from './shutdown';

const quiet = { warn: jest.fn(), debug: jest.fn() };

function recorded() {
  const seen: string[] = [];
  const stage = (
    name: string,
    work: () => Promise<unknown> = () => Promise.resolve(),
    patienceMs = 1_000,
  ): Stage => ({
    name,
    patienceMs,
    run: async () => {
      seen.push(`${name} begins`);
      await work();
      seen.push(`${name} ends`);
    },
  });
  return { seen, stage };
}

describe('runStages', () => {
  it('begins a stage only when the one before has ended', async () => {
    const { seen, stage } = recorded();
    const slow = () => new Promise((done) => setTimeout(done, 30));
    expect(await runStages([stage('a', slow), stage('b')], quiet)).toEqual([]);
    expect(seen).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
  });

  it.each([
    ['throws', () => Promise.reject(new Error('boom'))],
    ['never ends', () => new Promise(() => undefined)],
  ])('goes on after a stage that %s, and names it', async (_name, work) => {
    const { seen, stage } = recorded();
    expect(await runStages([stage('bad', work, 20), stage('database')], quiet)).toEqual(['bad']);
    expect(seen).toEqual(['bad begins', 'database begins', 'database ends']);
  });
});
