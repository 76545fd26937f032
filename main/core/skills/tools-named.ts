import { isRowStep, type Playbook } from './playbook.ts';

/** A tool that a playbook uses, and the place that names it. */
export interface NamedTool {
  readonly tool: string;
  readonly path: readonly (string | number)[];
  readonly use: 'read' | 'call' | 'remove';
}

/** Every tool a playbook may plan or read with. */
export function toolsNamed(playbook: Playbook): readonly NamedTool[] {
  const reads = Object.entries(playbook.reads).map(([id, { tool }]): NamedTool => ({ tool, path: ['reads', id, 'tool'], use: 'read' }));
  const steps = playbook.steps.flatMap((step, at): NamedTool[] => {
    const place = (...rest: string[]): (string | number)[] => ['steps', at, ...rest];
    if (!isRowStep(step)) return [{ tool: step.call, path: place('call'), use: 'call' }];
    return [
      { tool: step.create.tool, path: place('create', 'tool'), use: 'call' },
      ...(step.update === undefined ? [] : [{ tool: step.update.tool, path: place('update', 'tool'), use: 'call' as const }]),
      ...(step.remove === undefined ? [] : [{ tool: step.remove.tool, path: place('remove', 'tool'), use: 'remove' as const }]),
    ];
  });
  return [...reads, ...steps];
}
