import type { Channel } from '@earshot/contracts';
import { Rng, weightOf } from './rng';
import { vendors, type Agent, type Vendor } from './roster';
import { scripts, type CompiledScript } from './scripts/all';

/** Who meets whom about what, drawn before a word is said. */
export interface Cast {
  readonly script: CompiledScript;
  readonly vendor: Vendor;
  readonly agent: Agent;
  readonly channel: Channel;
  readonly customerRef: string;
  readonly segments: readonly string[];
  readonly handledBadly: boolean;
}

const allScripts = weightOf(scripts);
/** The case that started it all: one in two hundred conversations at least, so that nobody waits for it in vain. */
const theReport = scripts.find(({ id }) => id === 'driver-harassment') as CompiledScript;
const allVendors = weightOf(vendors);

const channels: readonly { readonly channel: Channel; readonly weight: number }[] = [
  { channel: 'chat', weight: 64 },
  { channel: 'voice', weight: 16 },
  { channel: 'social', weight: 10 },
  { channel: 'ticket', weight: 6 },
  { channel: 'email', weight: 4 },
];
const allChannels = weightOf(channels);

/** Gives the vendor, agent and channel of the `index`-th conversation of a seed, and the random numbers that go on. */
export function drawDesk(
  seed: string,
  index: number,
): { rng: Rng; vendor: Vendor; agent: Agent; channel: Channel } {
  const rng = new Rng(seed, index);
  const vendor = rng.weighted(vendors, allVendors);
  return {
    rng,
    vendor,
    agent: rng.pick(vendor.agents),
    channel: rng.weighted(channels, allChannels).channel,
  };
}

function drawCase(seed: string, index: number): { rng: Rng; own: Omit<Cast, 'customerRef'> } {
  const desk = drawDesk(seed, index);
  const { rng, vendor, agent } = desk;
  const drawn = rng.weighted(scripts, allScripts);
  const script = index % 200 === 60 ? theReport : drawn;
  const badChance = vendor.badChance + agent.extraBadChance + (script.harder ?? 0);
  return {
    rng,
    own: {
      script,
      vendor,
      agent,
      channel: script.channels === undefined ? desk.channel : rng.pick(script.channels),
      segments: script.segments ?? (rng.chance(0.06) ? [rng.pick(['elderly', 'vip', 'disabled'])] : []),
      handledBadly: rng.chance(badChance),
    },
  };
}

/**
 * Gives the cast of the `index`-th conversation of a seed. Some customers come back: far more often those whose
 * earlier conversation was handled badly, so that first-contact resolution tells the vendors apart.
 */
export function drawCast(seed: string, index: number): { rng: Rng; cast: Cast } {
  const { rng, own } = drawCase(seed, index);
  const earlier = index - rng.int(1, 300);
  const comesBack = earlier >= 0 && rng.chance(drawCase(seed, earlier).own.handledBadly ? 0.45 : 0.05);
  const customerRef = `customer-${seed}-${comesBack ? earlier : index}`;
  return { rng, cast: { ...own, customerRef } };
}
