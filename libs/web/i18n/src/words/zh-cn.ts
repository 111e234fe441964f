import { type Translation } from './en';
import { common } from './zh-cn/common';
import { conversation } from './zh-cn/conversation';
import { faults } from './zh-cn/faults';
import { intake } from './zh-cn/intake';
import { live } from './zh-cn/live';
import { review } from './zh-cn/review';
import { safety } from './zh-cn/safety';
import { shell } from './zh-cn/shell';
import { vocabulary } from './zh-cn/vocabulary';
import { why } from './zh-cn/why';

/** 简体中文。 */
export const zhCn: Translation = {
  common,
  conversation,
  intake,
  live,
  review,
  safety,
  shell,
  ...vocabulary,
  ...faults,
  ...why,
};
