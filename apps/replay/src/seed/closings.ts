import type { Category } from '@earshot/contracts';
import type { Rng } from '../generator/rng';

/** How the demo's officer ends a case. */
export type Ending = 'acted' | 'passed-to-authority' | 'no-danger' | 'false-alarm';

/** What fits whatever a case was about. */
const general: Readonly<Record<Ending, readonly string[]>> = {
  acted: ['专员已回访当事人，按预案处理完毕', '已与当事人核实，供应商已整改'],
  'passed-to-authority': ['已报警，相关记录已移交警方'],
  'no-danger': ['已回访核实，当事人安全', '核实后无人身风险，转投诉处理'],
  'false-alarm': ['口语或商品名，非风险', '玩笑语气，规则误报，已反馈规则组'],
};

const acted: Readonly<Record<Category, readonly string[]>> = {
  harassment: ['已停止涉事人员接单，专员已回访致歉', '已更换对接人员，涉事人员停岗调查'],
  'sexual-harassment': ['已停止涉事人员接单，证据已保全，专员陪同当事人', '涉事人员已停岗，专员已联系当事人'],
  threat: ['已联系受威胁一方并确认安全，记录已留存'],
  'self-harm': ['心理援助专员已联系客户并确认安全', '已联系客户并确认安全，次日再次回访'],
  'personal-safety': ['已联系当事人并确认安全', '已停止涉事人员接单，专员回访确认当事人安全'],
  fraud: ['已冻结账户并协助报案', '已提醒客户勿再转账，可疑账号已上报'],
  discrimination: ['已回访致歉，涉事人员停岗培训'],
  'agent-misconduct': ['涉事客服已停岗，供应商提交整改', '已约谈供应商，改由组长接手'],
  'personal-data': ['泄露的信息已遮蔽，已告知客户', '已核实信息去向，供应商已整改'],
  'regulator-mention': ['已转投诉专员，当日答复客户'],
  'customer-abuse': ['组长已接手会话，已安抚客服'],
  'empty-promise': ['供应商已兑现承诺，话术已整改'],
};

/** Whom the brand turns to where a person is in danger; of other categories to nobody. */
const passedOn: Partial<Readonly<Record<Category, readonly string[]>>> = {
  'sexual-harassment': general['passed-to-authority'],
  threat: general['passed-to-authority'],
  'self-harm': ['已转心理援助热线并通知家属', '已报警并请求上门核实，心理援助已介入'],
  'personal-safety': general['passed-to-authority'],
};

const ownTexts: Partial<Record<Ending, Partial<Readonly<Record<Category, readonly string[]>>>>> = {
  acted,
  'passed-to-authority': passedOn,
};

/** Whether a case about these categories can be one for the authorities. */
export function isForAuthority(categories: readonly Category[]): boolean {
  return categories.every((category) => passedOn[category] !== undefined);
}

/** Gives the text that a case is closed with: its category's, or one that fits whatever several of them are. */
export function closingText(ending: Ending, categories: readonly Category[], rng: Rng): string {
  const [first] = categories;
  const only = categories.every((category) => category === first) ? first : undefined;
  const own = only === undefined ? undefined : ownTexts[ending]?.[only];
  return rng.pick(own ?? general[ending]);
}
