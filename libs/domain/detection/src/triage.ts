import { type Category, type Severity } from '@earshot/contracts';
import { type About } from './types';

/** One row of the triage table: in these circumstances a finding of the category has this severity. */
export interface TriageRow {
  category: Category;
  severity: Severity;
  /** What must be the case, in words that two people would apply alike. */
  criterion: string;
  /** A message by `speaker` for which the packs in the repository give this severity. */
  example: string;
  speaker: 'customer' | 'agent';
  /** What must be known beside the text. */
  about?: Partial<About>;
}

/**
 * The triage table: category × circumstances → severity. Rules of the packs carry these severities; a test holds every
 * rule and every example against the table, so a change here is a change of the packs and the other way round.
 */
export const TRIAGE: readonly TriageRow[] = [
  row(
    'harassment',
    'critical',
    'Somebody the brand sent, or found through it, harasses a person.',
    '司机一直在骚扰我，我很害怕',
  ),
  row(
    'harassment',
    'high',
    'Unwanted contact, or a plea to be kept apart, without an act.',
    '送货的那个人半夜给我发微信',
  ),
  row(
    'sexual-harassment',
    'critical',
    'Sexual contact, exposure or coercion towards a customer.',
    '刚才那个师傅摸我大腿',
  ),
  row('sexual-harassment', 'high', 'Sexual talk or pictures towards a customer.', '司机全程跟我讲黄段子'),
  row('sexual-harassment', 'medium', 'Sexual talk towards the agent or bot.', 'send me nudes'),
  row(
    'threat',
    'critical',
    'Violence against a customer, done or announced.',
    '快递员威胁我，说不撤投诉就找人打我',
  ),
  row('threat', 'high', 'Violence announced by a customer against staff.', '再不退钱我就去砸了你们店'),
  row('self-harm', 'critical', 'A wish or plan to die or to hurt oneself, of anybody.', '我真的不想活了'),
  row(
    'personal-safety',
    'critical',
    'Somebody is shut in, followed, hurt, missing, or in reach of fire, gas, poison.',
    '他把车门锁了不让我下车',
  ),
  {
    ...row(
      'personal-safety',
      'high',
      'Fear or a plea that names no act: of a child, or said three times with nobody answering.',
      '有人敲门，我一个人在家',
    ),
    about: { segments: ['minor'] },
  },
  row('fraud', 'high', 'Money or an account was taken, or somebody poses as the brand.', '银行卡被盗刷了'),
  row('fraud', 'medium', 'A sale or charge that the customer calls deceit.', '你们这是欺骗消费者'),
  row('discrimination', 'high', 'Worse treatment or insult for a group.', '你们客服歧视老年人'),
  row(
    'agent-misconduct',
    'high',
    'An agent insults, asks for a secret, or moves money or talk aside.',
    '麻烦您提供一下验证码',
    'agent',
  ),
  row(
    'agent-misconduct',
    'medium',
    'A customer reports how an agent behaved, or asks for a human three times in vain.',
    '你们客服态度非常恶劣，还挂我电话',
  ),
  row(
    'personal-data',
    'high',
    'Personal data reached somebody who should not have it.',
    '你们泄露了我的个人信息',
  ),
  row(
    'regulator-mention',
    'medium',
    'A regulator, court, lawyer, police or the press is named.',
    '再不解决我就打12315',
  ),
  row('customer-abuse', 'medium', 'The customer abuses the agent.', '垃圾公司'),
  row(
    'empty-promise',
    'low',
    'One promise without who, when or what; it is a finding from the second on, medium, or high while somebody is in danger.',
    '马上为您加急',
    'agent',
  ),
];

function row(
  category: Category,
  severity: Severity,
  criterion: string,
  ...[example, speaker = 'customer']: [example: string, speaker?: 'customer' | 'agent']
): TriageRow {
  return { category, severity, criterion, example, speaker };
}
