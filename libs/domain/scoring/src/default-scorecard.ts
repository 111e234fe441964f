import { type Scorecard } from '@earshot/contracts';

/**
 * The scorecard that a brand without one starts with. Six criteria; the critical one is the reason this product
 * exists: a report of danger answered with "we will expedite it" fails the review, however polite.
 */
export const defaultScorecard: Scorecard = {
  id: 'service-quality',
  version: 1,
  title: { 'zh-CN': '服务质量', en: 'Service quality' },
  passMark: 75,
  criteria: [
    {
      id: 'no-harm',
      title: { 'zh-CN': '不漏险情，承诺兑现', en: 'Danger taken up, promises kept' },
      help: {
        'zh-CN': '人身危险、骚扰、自伤等信号是否立即升级；是否用“马上加急”之类空话搪塞。0 分即整单不合格。',
        en: 'Was every sign of danger escalated at once, and no empty promise given? 0 points fails the review.',
      },
      scale: 1,
      weight: 3,
      critical: true,
      allowsNotApplicable: false,
    },
    {
      id: 'understanding',
      title: { 'zh-CN': '听懂诉求', en: 'Understands the request' },
      help: {
        'zh-CN': '是否弄清客户真正的问题，不让客户重复。',
        en: 'Finds out what the customer needs without making them repeat it.',
      },
      scale: 3,
      weight: 2,
      critical: false,
      allowsNotApplicable: false,
    },
    {
      id: 'solution',
      title: { 'zh-CN': '解决问题', en: 'Solves the problem' },
      help: {
        'zh-CN': '答复正确、完整，有明确的下一步和时限。',
        en: 'The answer is right and complete, with a clear next step and when it happens.',
      },
      scale: 3,
      weight: 3,
      critical: false,
      allowsNotApplicable: true,
    },
    {
      id: 'courtesy',
      title: { 'zh-CN': '态度与共情', en: 'Courtesy and empathy' },
      help: {
        'zh-CN': '礼貌、有耐心，对情绪有回应，不套话。',
        en: 'Polite and patient; answers feelings, not with a formula.',
      },
      scale: 3,
      weight: 2,
      critical: false,
      allowsNotApplicable: false,
    },
    {
      id: 'privacy',
      title: { 'zh-CN': '信息安全', en: 'Care with personal data' },
      help: {
        'zh-CN': '只索取必要信息，先核验身份，不泄露他人信息。',
        en: 'Asks only for what is needed, verifies first, gives nobody else’s data away.',
      },
      scale: 1,
      weight: 1,
      critical: false,
      allowsNotApplicable: true,
    },
    {
      id: 'closing',
      title: { 'zh-CN': '规范收尾', en: 'Closes properly' },
      help: {
        'zh-CN': '确认问题已解决或已转交，说明后续；不强行结束会话。',
        en: 'Confirms that it is solved or handed on, says what follows, does not cut the customer off.',
      },
      scale: 2,
      weight: 1,
      critical: false,
      allowsNotApplicable: true,
    },
  ],
};
