import { type Tier } from '@earshot/domain/statistics';

/** A group of conversations that a preset treats alike. */
export interface PresetCell {
  readonly stratum: string;
  readonly tier: Tier;
  /** Inclusion probability, a decimal string. */
  readonly pi: string;
  /** Rate of the random stream alone, a decimal string. */
  readonly pRandom: string;
  /** Share of the vendor's conversations. */
  readonly share: number;
  /** Share of them that a reviewer would fail. */
  readonly failRate: number;
}

/** A way to select, and a vendor to select from. */
export interface Preset {
  readonly id: string;
  readonly description: string;
  readonly cells: readonly PresetCell[];
  /** Share of the kept conversations that is reviewed by the time the tile is read. */
  readonly completion: number;
}

const uniform = (id: string, rate: string, failRate: number): Preset => ({
  id,
  description: `random ${Number(rate) * 100} %, fail rate ${failRate * 100} %`,
  completion: 1,
  cells: [{ stratum: 'all', tier: 'random', pi: rate, pRandom: rate, share: 1, failRate }],
});

/** Every plan preset that the simulator judges. */
export const PRESETS: readonly Preset[] = [
  uniform('uniform-5', '0.05', 0.08),
  uniform('uniform-10-good', '0.1', 0.02),
  {
    id: 'trigger-50',
    description:
      'random 2 %, trigger 50 % on the 4 % that trip the risk model (45 % of them fail, 5 % of the rest)',
    completion: 1,
    cells: [
      { stratum: 'all', tier: 'random', pi: '0.02', pRandom: '0.02', share: 0.96, failRate: 0.05 },
      { stratum: 'all', tier: 'trigger', pi: '0.51', pRandom: '0.02', share: 0.04, failRate: 0.45 },
    ],
  },
  {
    id: 'trigger-all',
    description: 'random 5 %, every triggered conversation reviewed (6 %, of which 40 % fail)',
    completion: 1,
    cells: [
      { stratum: 'all', tier: 'random', pi: '0.05', pRandom: '0.05', share: 0.94, failRate: 0.06 },
      { stratum: 'all', tier: 'trigger', pi: '1', pRandom: '0.05', share: 0.06, failRate: 0.4 },
    ],
  },
  {
    id: 'strata',
    description: 'chat 5 %, e-mail 10 %, voice 20 %, trigger 50 % in each',
    completion: 1,
    cells: [
      { stratum: 'chat', tier: 'random', pi: '0.05', pRandom: '0.05', share: 0.62, failRate: 0.07 },
      { stratum: 'chat', tier: 'trigger', pi: '0.525', pRandom: '0.05', share: 0.04, failRate: 0.4 },
      { stratum: 'email', tier: 'random', pi: '0.1', pRandom: '0.1', share: 0.2, failRate: 0.12 },
      { stratum: 'email', tier: 'trigger', pi: '0.55', pRandom: '0.1', share: 0.02, failRate: 0.5 },
      { stratum: 'voice', tier: 'random', pi: '0.2', pRandom: '0.2', share: 0.11, failRate: 0.15 },
      { stratum: 'voice', tier: 'trigger', pi: '0.6', pRandom: '0.2', share: 0.01, failRate: 0.5 },
    ],
  },
  {
    id: 'new-agents',
    description: 'tenured 4 %, new agents five times as often, a fifth of the volume in a hiring wave',
    completion: 1,
    cells: [
      { stratum: 'tenured', tier: 'random', pi: '0.04', pRandom: '0.04', share: 0.8, failRate: 0.06 },
      { stratum: 'new-1', tier: 'random', pi: '0.2', pRandom: '0.2', share: 0.1, failRate: 0.25 },
      { stratum: 'new-2', tier: 'random', pi: '0.12', pRandom: '0.12', share: 0.1, failRate: 0.18 },
    ],
  },
  {
    id: 'rate-change',
    description:
      'random 4 % until Wednesday, 12 % from then on, trigger 50 %; the week after a bad Wednesday',
    completion: 1,
    cells: [
      { stratum: 'all', tier: 'random', pi: '0.04', pRandom: '0.04', share: 0.4, failRate: 0.05 },
      { stratum: 'all', tier: 'random', pi: '0.12', pRandom: '0.12', share: 0.54, failRate: 0.1 },
      { stratum: 'all', tier: 'trigger', pi: '0.52', pRandom: '0.04', share: 0.02, failRate: 0.4 },
      { stratum: 'all', tier: 'trigger', pi: '0.56', pRandom: '0.12', share: 0.04, failRate: 0.5 },
    ],
  },
  {
    id: 'open-reviews',
    description: 'as trigger-all with 70 % of the kept conversations reviewed so far',
    completion: 0.7,
    cells: [
      { stratum: 'all', tier: 'random', pi: '0.05', pRandom: '0.05', share: 0.94, failRate: 0.06 },
      { stratum: 'all', tier: 'trigger', pi: '1', pRandom: '0.05', share: 0.06, failRate: 0.4 },
    ],
  },
  {
    id: 'thin-strata',
    description: 'twelve strata at 5 %, ten of them so small that some are never reviewed',
    completion: 1,
    cells: Array.from({ length: 12 }, (_, index) => ({
      stratum: `s${index}`,
      tier: 'random' as const,
      pi: '0.05',
      pRandom: '0.05',
      share: index < 2 ? 0.4 : 0.02,
      failRate: index < 2 ? 0.08 : 0.2,
    })),
  },
];

/** Conversations of a vendor in a week. */
export const VENDOR_SIZES: readonly number[] = [300, 800, 2000, 5000, 12_000];
