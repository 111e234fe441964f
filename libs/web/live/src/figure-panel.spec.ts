import { windowBehind } from './figure-panel';

describe('windowBehind', () => {
  const hour = { from: '2026-03-20T11:00:00.000Z', to: '2026-03-20T12:00:00.000Z' };

  it('is the window of the page', () => {
    expect(windowBehind('first-response-time', hour)).toEqual(hour);
  });

  it('goes back as far as the figure itself where it rests on reviews', () => {
    expect(windowBehind('qa-pass-rate', hour)).toEqual({ from: '2026-02-20T12:00:00.000Z', to: hour.to });
  });
});
