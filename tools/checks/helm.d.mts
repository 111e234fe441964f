/** What is wrong with the chart in `folder`; see helm.mjs. */
export function checkChart(folder?: string, helm?: string | null): string[];
